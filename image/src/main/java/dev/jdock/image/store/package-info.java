/**
 * The content-addressed store of images and their unpacked layers. Content is written before the
 * name that refers to it, and removed after it, so that after a crash no name refers to incomplete
 * content.
 */
@NullMarked
package dev.jdock.image.store;

import org.jspecify.annotations.NullMarked;
