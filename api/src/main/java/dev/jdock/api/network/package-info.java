/** Networks. */
@NullMarked
package dev.jdock.api.network;

import org.jspecify.annotations.NullMarked;
