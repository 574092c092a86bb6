/**
 * A container's root file system: what is mounted where, and who and what is in it. Every path in
 * it is resolved inside of it, whatever links its image has.
 */
@NullMarked
package dev.jdock.runtime.rootfs;

import org.jspecify.annotations.NullMarked;
