/** The engine itself. */
@NullMarked
package dev.jdock.api.system;

import org.jspecify.annotations.NullMarked;
