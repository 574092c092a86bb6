/** Layers as tar archives and as directories of an overlay, and the ways between the two. */
@NullMarked
package dev.jdock.image.layer;

import org.jspecify.annotations.NullMarked;
