/**
 * Containers' networks: the default bridge with its addresses, address translation and published
 * ports, and the files in /etc that describe them in a container. Kernel state outlives the engine,
 * which finds it again by the bridge's alias and one small file per container.
 */
@NullMarked
package dev.jdock.runtime.network;

import org.jspecify.annotations.NullMarked;
