package dev.jdock.runtime.network.forward;

/** A port of the host that is taken and served. */
public interface PortListener extends AutoCloseable {
  /** Frees the port and ends its connections. */
  @Override
  void close();
}
