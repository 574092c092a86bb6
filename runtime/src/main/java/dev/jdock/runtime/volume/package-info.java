/**
 * Volumes and bind mounts: from the text that the user writes to the mount. An empty volume is
 * filled with the image's files at its place.
 */
@NullMarked
package dev.jdock.runtime.volume;

import org.jspecify.annotations.NullMarked;
