/** The functions that a configuration may call, by the names that bake has for them. */
@NullMarked
package dev.jdock.cli.hcl.function;

import org.jspecify.annotations.NullMarked;
