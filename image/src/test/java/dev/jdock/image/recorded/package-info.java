/** Files that released versions have written, for the tests that read them. */
@NullMarked
package dev.jdock.image.recorded;

import org.jspecify.annotations.NullMarked;
