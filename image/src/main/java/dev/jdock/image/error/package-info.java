/**
 * The one exception family of images and containers, and its kinds. Messages are Docker's; front
 * ends make exit codes of kinds.
 */
@NullMarked
package dev.jdock.image.error;

import org.jspecify.annotations.NullMarked;
