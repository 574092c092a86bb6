/** Immutable content named by its digest. Everything is verified while it is written. */
@NullMarked
package dev.jdock.image.content;

import org.jspecify.annotations.NullMarked;
