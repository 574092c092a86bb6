/** What a process of a container may do: capabilities, seccomp, AppArmor. */
@NullMarked
package dev.jdock.runtime.container.security;

import org.jspecify.annotations.NullMarked;
