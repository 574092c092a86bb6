/**
 * Reading and writing trees of files below open directories: contexts, root file systems, archives.
 */
@NullMarked
package dev.jdock.image.build.files;

import org.jspecify.annotations.NullMarked;
