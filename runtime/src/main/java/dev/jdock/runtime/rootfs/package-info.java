/**
 * A container's root file system: its mounts, its users and its files. Every path in it is resolved
 * inside of it, regardless of the symbolic links in its image.
 */
@NullMarked
package dev.jdock.runtime.rootfs;

import org.jspecify.annotations.NullMarked;
