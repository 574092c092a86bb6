/**
 * Control groups (cgroups(7)), version 1, version 2 and both mounted side by side, behind one
 * interface. A hierarchy makes directories with limits; a directory holds, counts, freezes and
 * kills processes.
 */
@NullMarked
package dev.jdock.linux.cgroup;

import org.jspecify.annotations.NullMarked;
