/** Contexts of a build that lie elsewhere: in git repositories and on web servers. */
@NullMarked
package dev.jdock.image.build.context;

import org.jspecify.annotations.NullMarked;
