/**
 * The content-addressed store of images and their unpacked layers. Content comes before the name
 * that leads to it and goes after it, so that a crash leaves nothing half there under a name.
 */
@NullMarked
package dev.jdock.image.store;

import org.jspecify.annotations.NullMarked;
