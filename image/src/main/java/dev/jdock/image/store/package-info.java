/** The content-addressed store of images and their unpacked layers. */
@NullMarked
package dev.jdock.image.store;

import org.jspecify.annotations.NullMarked;
