/**
 * What containers have printed, in Docker's json-file form. Entries are written once and never
 * changed, and readers may follow a log that grows.
 */
@NullMarked
package dev.jdock.runtime.log;

import org.jspecify.annotations.NullMarked;
