/** The replay of inputs that a fuzzer has found for this module's readers. */
@NullMarked
package dev.jdock.runtime.fuzz;

import org.jspecify.annotations.NullMarked;
