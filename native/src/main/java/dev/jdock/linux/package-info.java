/** The Linux kernel as typed Java: nothing here knows what a container or an image is. */
@NullMarked
package dev.jdock.linux;

import org.jspecify.annotations.NullMarked;
