/**
 * Unix domain sockets with what the kernel knows about the process at the other end. That process
 * itself can be had as a descriptor, to take its open files by. And sockets of the internet's
 * protocols for one thread that serves many of them.
 */
@NullMarked
package dev.jdock.linux.socket;

import org.jspecify.annotations.NullMarked;
