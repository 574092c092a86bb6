package dev.jdock.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * One published port of a container.
 *
 * @param hostIp empty for every address
 * @param hostPort the first that will do; 0 for a free one
 * @param lastHostPort the last that will do; that is {@code hostPort} where no other does
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record PortMapping(
    String hostIp, int hostPort, int lastHostPort, int containerPort, String protocol) {

  public PortMapping(String hostIp, int hostPort, int containerPort, String protocol) {
    this(hostIp, hostPort, hostPort, containerPort, protocol);
  }

  /** Whether the host port is to be chosen among several. */
  public boolean isRange() {
    return lastHostPort > hostPort;
  }

  /** The same with the host port that was chosen. */
  public PortMapping on(int port) {
    return new PortMapping(hostIp, port, containerPort, protocol);
  }

  /** The same on one address of the host. */
  public PortMapping at(String address) {
    return new PortMapping(address, hostPort, lastHostPort, containerPort, protocol);
  }

  /** The host port as it was asked for: empty, {@code 8888} or {@code 8888-8899}. */
  public String hostPorts() {
    if (hostPort == 0) {
      return "";
    }
    return isRange() ? hostPort + "-" + lastHostPort : Integer.toString(hostPort);
  }

  /** By hand, since each process would assemble it, which a first published port waited for. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PortMapping mapping
        && hostPort == mapping.hostPort
        && lastHostPort == mapping.lastHostPort
        && containerPort == mapping.containerPort
        && hostIp.equals(mapping.hostIp)
        && protocol.equals(mapping.protocol);
  }

  @Override
  public int hashCode() {
    int ports = (hostPort * 31 + lastHostPort) * 31 + containerPort;
    return (ports * 31 + hostIp.hashCode()) * 31 + protocol.hashCode();
  }
}
