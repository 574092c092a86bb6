/** What former builds came to, and what is known of the files they read. */
@NullMarked
package dev.jdock.image.build.cache;

import org.jspecify.annotations.NullMarked;
