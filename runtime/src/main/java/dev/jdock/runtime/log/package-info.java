/** What containers have printed, in Docker's json-file form. */
@NullMarked
package dev.jdock.runtime.log;

import org.jspecify.annotations.NullMarked;
