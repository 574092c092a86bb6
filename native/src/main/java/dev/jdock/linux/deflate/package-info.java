/**
 * Decompression of raw deflate data (RFC 1951): by ISA-L where that library is installed, else by
 * the JDK's zlib. What both give is the same, errors included.
 */
@NullMarked
package dev.jdock.linux.deflate;

import org.jspecify.annotations.NullMarked;
