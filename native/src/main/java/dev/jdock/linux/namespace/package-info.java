/**
 * Namespaces, which Linux keeps per thread. Work inside another namespace is done by a thread that
 * ends with it, and never returns to the process's own namespaces.
 */
@NullMarked
package dev.jdock.linux.namespace;

import org.jspecify.annotations.NullMarked;
