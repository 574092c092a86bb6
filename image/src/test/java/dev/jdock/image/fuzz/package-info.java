/**
 * Reading what anybody may have written: targets for a coverage-guided fuzzer, and the replay of
 * the inputs that it has found.
 */
@NullMarked
package dev.jdock.image.fuzz;

import org.jspecify.annotations.NullMarked;
