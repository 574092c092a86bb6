/** The one exception family of images and containers, and its kinds. */
@NullMarked
package dev.jdock.image.error;

import org.jspecify.annotations.NullMarked;
