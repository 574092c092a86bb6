/**
 * Operations on files relative to open directories, for trees with untrusted content: no symbolic
 * link in them can lead out of the tree. Names are Java strings in which any byte survives (see
 * {@link FileNames}).
 */
@NullMarked
package dev.jdock.linux.file;

import org.jspecify.annotations.NullMarked;
