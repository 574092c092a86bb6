/**
 * What is known of a container: its record, its state, its health, and the files that keep them, as
 * the documents of {@code runtime.container.document}.
 */
@NullMarked
package dev.jdock.runtime.container.record;

import org.jspecify.annotations.NullMarked;
