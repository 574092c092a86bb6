/** A container's files, seen from outside: copies, changes, archives, images made of it. */
@NullMarked
package dev.jdock.runtime.container.files;

import org.jspecify.annotations.NullMarked;
