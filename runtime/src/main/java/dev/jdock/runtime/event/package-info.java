/**
 * Events of containers, images, networks and volumes, and their listeners. A bounded history lets a
 * listener begin in the past.
 */
@NullMarked
package dev.jdock.runtime.event;

import org.jspecify.annotations.NullMarked;
