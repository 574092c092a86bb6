package dev.jdock.runtime.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A container in a list, as the Docker Engine API's {@code GET /containers/json} has it.
 *
 * @param image as the user wrote it at creation, or the id where that name now means another image
 * @param command entry point and arguments, space-separated
 * @param state {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code
 *     exited}, {@code removing} or {@code dead}
 * @param status {@code Up 5 minutes}, {@code Exited (0) 2 seconds ago}
 * @param sizeRw bytes the container has written; -1 where the query did not ask
 * @param sizeRootFs bytes of it all; -1 where the query did not ask
 */
public record ContainerSummary(
    String id,
    List<String> names,
    String image,
    String imageId,
    String command,
    Instant created,
    List<Port> ports,
    Map<String, String> labels,
    String state,
    String status,
    String networkMode,
    List<String> networks,
    List<Mount> mounts,
    long sizeRw,
    long sizeRootFs,
    String exitReason) {

  /** Of one whose end needs no explanation. */
  public ContainerSummary(
      String id,
      List<String> names,
      String image,
      String imageId,
      String command,
      Instant created,
      List<Port> ports,
      Map<String, String> labels,
      String state,
      String status,
      String networkMode,
      List<String> networks,
      List<Mount> mounts,
      long sizeRw,
      long sizeRootFs) {
    this(
        id,
        names,
        image,
        imageId,
        command,
        created,
        ports,
        labels,
        state,
        status,
        networkMode,
        networks,
        mounts,
        sizeRw,
        sizeRootFs,
        "");
  }

  /** The same without the size of it all. */
  public ContainerSummary withoutRootFs() {
    return new ContainerSummary(
        id,
        names,
        image,
        imageId,
        command,
        created,
        ports,
        labels,
        state,
        status,
        networkMode,
        networks,
        mounts,
        sizeRw,
        -1,
        exitReason);
  }

  /**
   * @param ip of the host; empty when the port is exposed only
   * @param publicPort 0 when the port is exposed only
   */
  public record Port(String ip, int publicPort, int privatePort, String type) {}

  /** A mount: {@code bind} or {@code volume}; {@code name} is empty for a bind. */
  public record Mount(String type, String name, String source, String destination) {}
}
