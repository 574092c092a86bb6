/**
 * Raw deflate data (RFC 1951), made and read: by ISA-L where that library is installed, else by the
 * JDK's zlib. What both read is the same.
 */
@NullMarked
package dev.jdock.linux.deflate;

import org.jspecify.annotations.NullMarked;
