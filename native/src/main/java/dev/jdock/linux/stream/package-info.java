/**
 * Streams over descriptors that other processes share: they block in poll(2) and can be woken.
 * O_NONBLOCK is not changed, because it belongs to the open file description, which is shared.
 */
@NullMarked
package dev.jdock.linux.stream;

import org.jspecify.annotations.NullMarked;
