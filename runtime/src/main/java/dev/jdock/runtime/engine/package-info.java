/**
 * The engine: the one interface between the front ends and the machine room. What goes in and comes
 * out are values that know of no command line.
 */
@NullMarked
package dev.jdock.runtime.engine;

import org.jspecify.annotations.NullMarked;
