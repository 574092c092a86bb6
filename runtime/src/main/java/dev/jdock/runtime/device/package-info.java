/**
 * Devices that a vendor describes in files of the machine: the Container Device Interface. A device
 * that is requested by its name becomes nodes, mounts, variables and hooks of one container.
 */
@NullMarked
package dev.jdock.runtime.device;

import org.jspecify.annotations.NullMarked;
