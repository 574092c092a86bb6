/** Classic BPF, as filters of system calls and of sockets have it: bpf(4), linux/filter.h. */
@NullMarked
package dev.jdock.linux.bpf;

import org.jspecify.annotations.NullMarked;
