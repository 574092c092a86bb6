/** The engine: the one interface between the front ends and the machine room. */
@NullMarked
package dev.jdock.runtime.engine;

import org.jspecify.annotations.NullMarked;
