/** Further processes in a running container, and clients attached to its streams. */
@NullMarked
package dev.jdock.runtime.container.exec;

import org.jspecify.annotations.NullMarked;
