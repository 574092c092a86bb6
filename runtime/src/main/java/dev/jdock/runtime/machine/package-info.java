/**
 * The machine room: opens the stores, the networks and the containers of one state root, and is the
 * engine. The rules are in the packages that it puts together.
 */
@NullMarked
package dev.jdock.runtime.machine;

import org.jspecify.annotations.NullMarked;
