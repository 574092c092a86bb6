/**
 * BuildKit's rules for Dockerfiles: what a build warns of, and what {@code --check} looks for. The
 * rules are one table; the classes beside it look at one part of a Dockerfile each.
 */
@NullMarked
package dev.jdock.image.dockerfile.lint;

import org.jspecify.annotations.NullMarked;
