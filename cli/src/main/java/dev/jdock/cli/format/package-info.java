/**
 * How results are shown: Docker's tables, {@code --format}, sizes, durations and help texts.
 * Nothing here knows where the values come from.
 */
@NullMarked
package dev.jdock.cli.format;

import org.jspecify.annotations.NullMarked;
