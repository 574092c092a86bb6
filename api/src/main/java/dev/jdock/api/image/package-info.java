/** Images and registries. */
@NullMarked
package dev.jdock.api.image;

import org.jspecify.annotations.NullMarked;
