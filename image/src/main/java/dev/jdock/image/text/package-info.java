/**
 * The rules by which Go and Docker's libraries read and write small texts: numbers, booleans,
 * durations, times, sizes, quoted strings, patterns. What is refused is refused in their words. The
 * time that matching takes is bounded by the product of both lengths.
 */
@NullMarked
package dev.jdock.image.text;

import org.jspecify.annotations.NullMarked;
