/** Containers, and what is done with them. */
@NullMarked
package dev.jdock.api.container;

import org.jspecify.annotations.NullMarked;
