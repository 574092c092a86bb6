/**
 * Containers: what they may do, and their life from creation to removal. Everything about one
 * container that is not its network, its volumes or its log.
 */
@NullMarked
package dev.jdock.runtime.container;

import org.jspecify.annotations.NullMarked;
