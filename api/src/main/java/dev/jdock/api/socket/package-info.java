/** The sockets that the API is served on. */
@NullMarked
package dev.jdock.api.socket;

import org.jspecify.annotations.NullMarked;
