/**
 * What happens to containers, images, networks and volumes, told to whoever listens. A bounded
 * history lets a listener begin in the past.
 */
@NullMarked
package dev.jdock.runtime.event;

import org.jspecify.annotations.NullMarked;
