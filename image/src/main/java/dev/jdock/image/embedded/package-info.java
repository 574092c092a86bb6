/**
 * Images that jdock carries within itself: one that it makes byte by byte, and recipes for others.
 * They are for the first minutes of a new user, who may be without a registry.
 */
@NullMarked
package dev.jdock.image.embedded;

import org.jspecify.annotations.NullMarked;
