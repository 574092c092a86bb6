/**
 * Images in files: what {@code docker save} writes, and OCI image layouts in a tar archive. Layers
 * go by as streams, none is kept beside the store's own.
 */
@NullMarked
package dev.jdock.image.archive;

import org.jspecify.annotations.NullMarked;
