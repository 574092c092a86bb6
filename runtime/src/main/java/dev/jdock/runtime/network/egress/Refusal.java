package dev.jdock.runtime.network.egress;

import java.time.Instant;

/**
 * What a container has tried in vain.
 *
 * @param containerId of a build's step, too; empty where the container is not known any more
 * @param containerName its address where it is not known any more
 * @param target a name, {@code ADDRESS:PORT/tcp}, or an address with the number of a protocol
 * @param count how often; packets, for an address
 * @param last when it did so last
 */
public record Refusal(
    String containerId, String containerName, String target, long count, Instant last) {}
