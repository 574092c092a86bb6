/**
 * Images that jdock carries within itself and makes from source, byte by byte. They are for the
 * first minute of a new user, who may be without a network.
 */
@NullMarked
package dev.jdock.image.embedded;

import org.jspecify.annotations.NullMarked;
