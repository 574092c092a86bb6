/** Further processes in containers. */
@NullMarked
package dev.jdock.api.exec;

import org.jspecify.annotations.NullMarked;
