/**
 * The name server at 127.0.0.11 of containers on users' networks. Its sockets are in their network
 * namespaces, its threads in the engine. Who has which name is asked elsewhere.
 */
@NullMarked
package dev.jdock.runtime.network.dns;

import org.jspecify.annotations.NullMarked;
