/**
 * Processes of containers, started by a small program of its own (native/src/main/c/starter.c):
 * what they become is decided here and done there, so that no thread of this process ever has a
 * container's cgroups, pid namespace, credentials or filter.
 */
@NullMarked
package dev.jdock.linux.starter;

import org.jspecify.annotations.NullMarked;
