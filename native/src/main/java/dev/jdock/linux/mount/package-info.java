/**
 * Mounts: the classic calls, overlayfs, proc for another pid namespace, and changing the root. Each
 * is made in the mount namespace of the calling thread.
 */
@NullMarked
package dev.jdock.linux.mount;

import org.jspecify.annotations.NullMarked;
