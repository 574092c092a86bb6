/**
 * What builds give and take: files, archives, images and caches that go to the user's folders and
 * to registries, and caches that come from there.
 */
@NullMarked
package dev.jdock.image.export;

import org.jspecify.annotations.NullMarked;
