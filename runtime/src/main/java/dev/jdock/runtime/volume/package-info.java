/** Volumes and bind mounts: from what the user wrote to what is mounted. */
@NullMarked
package dev.jdock.runtime.volume;

import org.jspecify.annotations.NullMarked;
