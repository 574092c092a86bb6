/** The replay of inputs that a fuzzer has found for this module's readers. */
@NullMarked
package dev.jdock.cli.fuzz;

import org.jspecify.annotations.NullMarked;
