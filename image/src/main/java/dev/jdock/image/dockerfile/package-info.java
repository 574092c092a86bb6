/**
 * Dockerfiles: text to statements, statements to typed instructions, and what the instructions that
 * touch no file do to an image's configuration. Wording of errors follows BuildKit.
 */
@NullMarked
package dev.jdock.image.dockerfile;

import org.jspecify.annotations.NullMarked;
