/**
 * The C library and raw system calls, named as in C. Only the sibling packages below
 * dev.jdock.linux may use it.
 */
@NullMarked
package dev.jdock.linux.libc;

import org.jspecify.annotations.NullMarked;
