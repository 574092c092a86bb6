/**
 * Capabilities and the other credentials of one thread (capabilities(7), credentials(7)). Changes
 * go through raw system calls, because glibc's wrappers would change every thread of the process.
 */
@NullMarked
package dev.jdock.linux.capability;

import org.jspecify.annotations.NullMarked;
