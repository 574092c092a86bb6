/** Streams over descriptors that others own too: they block in poll(2) and can be woken. */
@NullMarked
package dev.jdock.linux.stream;

import org.jspecify.annotations.NullMarked;
