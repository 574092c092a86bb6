/** Streams of containers and of progress, as the API frames them. */
@NullMarked
package dev.jdock.api.stream;

import org.jspecify.annotations.NullMarked;
