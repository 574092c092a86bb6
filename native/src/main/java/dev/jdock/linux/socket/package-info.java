/** Unix domain sockets with what the kernel knows about the process at the other end. */
@NullMarked
package dev.jdock.linux.socket;

import org.jspecify.annotations.NullMarked;
