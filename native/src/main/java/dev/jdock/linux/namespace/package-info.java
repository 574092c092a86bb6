/**
 * Namespaces, which Linux keeps per thread: threads that leave the process's own are thrown away.
 * What has to be done inside of one is done by a thread of its own.
 */
@NullMarked
package dev.jdock.linux.namespace;

import org.jspecify.annotations.NullMarked;
