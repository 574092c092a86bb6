/**
 * What images consist of, file by file: what made one big, what is wasted in it, and how two
 * differ.
 */
@NullMarked
package dev.jdock.image.contents;

import org.jspecify.annotations.NullMarked;
