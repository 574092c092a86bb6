/** Builds. */
@NullMarked
package dev.jdock.api.build;

import org.jspecify.annotations.NullMarked;
