/**
 * Carries a plan out: operations, each on the layers of those before it, and the image they come
 * to.
 */
@NullMarked
package dev.jdock.image.build.solve;

import org.jspecify.annotations.NullMarked;
