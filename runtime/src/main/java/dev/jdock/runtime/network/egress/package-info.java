/**
 * What containers of a network may reach that leads to some places only, by name or by address, and
 * what they have tried beside it.
 */
@NullMarked
package dev.jdock.runtime.network.egress;

import org.jspecify.annotations.NullMarked;
