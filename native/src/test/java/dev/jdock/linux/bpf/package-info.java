@NullMarked
package dev.jdock.linux.bpf;

import org.jspecify.annotations.NullMarked;
