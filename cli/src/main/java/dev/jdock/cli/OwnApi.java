package dev.jdock.cli;

/** Where this engine serves the Docker Engine API. */
public interface OwnApi {
  /** Where it is served, or would be: {@code unix:///run/x.sock}. */
  String address();

  /** Serves it to this machine, if it is not served, and says where, as {@link #address}. */
  String lend();

  /**
   * Whether an address is one at which it is served, or would be.
   *
   * @param address as DOCKER_HOST has it
   */
  boolean isAt(String address);
}
