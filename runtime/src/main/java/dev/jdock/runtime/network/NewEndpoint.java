package dev.jdock.runtime.network;

/**
 * An endpoint whose link a container has got.
 *
 * @param configuration gives the link its addresses inside the container's network namespace; needs
 *     nothing of the network, and so no lock that other containers wait for
 */
record NewEndpoint(Endpoint endpoint, Runnable configuration) {}
