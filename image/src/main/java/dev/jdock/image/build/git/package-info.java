/** Git repositories as sources of files: what an address names, and how its tree gets here. */
@NullMarked
package dev.jdock.image.build.git;

import org.jspecify.annotations.NullMarked;
