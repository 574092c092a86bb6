/** Volumes. */
@NullMarked
package dev.jdock.api.volume;

import org.jspecify.annotations.NullMarked;
