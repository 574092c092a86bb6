/**
 * Drives the installed {@code jdock} from outside, the way a person or a script does. Tests of what
 * Docker does too can be pointed at a real {@code docker}, which proves the tests.
 */
@NullMarked
package dev.jdock.e2e;

import org.jspecify.annotations.NullMarked;
