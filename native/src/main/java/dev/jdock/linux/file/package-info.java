/**
 * Files relative to open directories: what a tree that somebody else wrote needs so that no
 * symbolic link of theirs leads out of it. Names are Java strings in which any byte survives (see
 * {@link FileNames}).
 */
@NullMarked
package dev.jdock.linux.file;

import org.jspecify.annotations.NullMarked;
