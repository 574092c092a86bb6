package dev.jdock.runtime.engine;

/**
 * One published port (after ranges are expanded).
 *
 * @param hostIp empty for every address
 * @param hostPort 0 for a free one
 * @param protocol {@code tcp} or {@code udp}
 */
public record PortMapping(String hostIp, int hostPort, int containerPort, String protocol) {}
