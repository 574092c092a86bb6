/** From a request to a container at rest: what is checked, filled in and made. */
@NullMarked
package dev.jdock.runtime.container.create;

import org.jspecify.annotations.NullMarked;
