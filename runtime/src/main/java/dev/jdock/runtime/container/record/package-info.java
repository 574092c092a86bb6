/**
 * What is known of a container: its record, its state, its health, and the files that keep them.
 */
@NullMarked
package dev.jdock.runtime.container.record;

import org.jspecify.annotations.NullMarked;
