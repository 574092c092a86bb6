/** Names of images and digests of content, valid by construction. Nothing here touches a disk. */
@NullMarked
package dev.jdock.image.reference;

import org.jspecify.annotations.NullMarked;
