package dev.jdock.runtime.engine;

/**
 * What the Docker Engine API's {@code GET /_ping} has in its headers.
 *
 * @param apiVersion the newest version of the API that is understood
 * @param osType of the containers
 * @param builderVersion 1 where {@code POST /build} is all there is for builds, 2 where BuildKit's
 *     protocol is
 * @param swarm {@code inactive}
 */
public record Ping(
    String apiVersion, String osType, String builderVersion, boolean experimental, String swarm) {}
