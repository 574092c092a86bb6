package dev.jdock.cli.command;

/** Where this engine serves the Docker Engine API. */
public interface OwnApi {
  /** Serves it to this machine, if it is not served, and says where: {@code unix:///run/x.sock}. */
  String lend();

  /**
   * Whether an address is one at which it is served, or would be.
   *
   * @param address as DOCKER_HOST has it
   */
  boolean isAt(String address);
}
