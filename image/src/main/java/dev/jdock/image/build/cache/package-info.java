/**
 * Results of former operations by the digests of what they depend on, and the folders of cache
 * mounts.
 */
@NullMarked
package dev.jdock.image.build.cache;

import org.jspecify.annotations.NullMarked;
