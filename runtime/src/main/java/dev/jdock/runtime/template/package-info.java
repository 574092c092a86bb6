/**
 * Go's text/template language over Java values, with the functions that Docker adds to it. It
 * exists because {@code --format} is a public interface of Docker that scripts rely on to the
 * letter, error messages included.
 */
@NullMarked
package dev.jdock.runtime.template;

import org.jspecify.annotations.NullMarked;
