package dev.jdock.runtime.network;

/**
 * A port of the host that leads to one of a container.
 *
 * @param hostIp {@code 0.0.0.0} and {@code ::} stand for every address
 * @param protocol {@code tcp} or {@code udp}
 */
public record PublishedPort(String hostIp, int hostPort, int containerPort, String protocol) {}
