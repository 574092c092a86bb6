/**
 * Mirrors of Debian and Ubuntu, read without a tool of theirs: release files with their signatures,
 * lists of packages, versions and dependencies, and what is in a package.
 */
@NullMarked
package dev.jdock.image.debian;

import org.jspecify.annotations.NullMarked;
