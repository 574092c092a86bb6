/**
 * The Linux kernel as typed Java: nothing here knows what a container or an image is. This package
 * contains what the others share: the owner of a descriptor, and the failure of a system call.
 */
@NullMarked
package dev.jdock.linux;

import org.jspecify.annotations.NullMarked;
