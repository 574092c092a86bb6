/** A container's root file system: what is mounted where, and who and what is in it. */
@NullMarked
package dev.jdock.runtime.rootfs;

import org.jspecify.annotations.NullMarked;
