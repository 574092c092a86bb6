/**
 * Volumes and bind mounts: from what the user wrote to what is mounted. An empty volume is filled
 * with what the image has in its place.
 */
@NullMarked
package dev.jdock.runtime.volume;

import org.jspecify.annotations.NullMarked;
