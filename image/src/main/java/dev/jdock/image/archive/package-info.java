/**
 * Images in files: what {@code docker save} writes, and OCI image layouts in a tar archive. Layers
 * are read and written as streams, without temporary copies.
 */
@NullMarked
package dev.jdock.image.archive;

import org.jspecify.annotations.NullMarked;
