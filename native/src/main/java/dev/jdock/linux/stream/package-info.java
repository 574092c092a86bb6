/**
 * Streams over descriptors that others own too: they block in poll(2) and can be woken. O_NONBLOCK
 * is left as it is, because it belongs to the open file and so to those others as well.
 */
@NullMarked
package dev.jdock.linux.stream;

import org.jspecify.annotations.NullMarked;
