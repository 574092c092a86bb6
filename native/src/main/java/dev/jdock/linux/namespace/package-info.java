/**
 * Namespaces, which Linux keeps per thread: threads that leave the process's own are thrown away.
 */
@NullMarked
package dev.jdock.linux.namespace;

import org.jspecify.annotations.NullMarked;
