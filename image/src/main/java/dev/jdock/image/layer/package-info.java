/**
 * Layers as tar archives and as directories of an overlay, and the ways between the two. A
 * directory gives the archive's exact bytes back, and no member of an archive reaches outside of
 * its layer.
 */
@NullMarked
package dev.jdock.image.layer;

import org.jspecify.annotations.NullMarked;
