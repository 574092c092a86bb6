/**
 * System call filters (seccomp(2), mode 2): profiles as data, and a compiler from them to classic
 * BPF. A filter restricts the thread that applies it and everything that thread starts.
 */
@NullMarked
package dev.jdock.linux.seccomp;

import org.jspecify.annotations.NullMarked;
