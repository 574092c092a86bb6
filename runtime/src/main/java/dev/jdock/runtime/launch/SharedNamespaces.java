package dev.jdock.runtime.launch;

import dev.jdock.linux.process.PidFd;
import java.util.Map;

/**
 * Namespaces that a container does not have to itself.
 *
 * @param hostUts the host's name is its own
 * @param hostCgroup it sees the host's cgroups by their paths
 * @param network the one of another container, where {@link NamespacePlan#network} is null
 * @param sysctls settings of its namespaces by their names, {@code net.ipv4.ip_forward}
 */
public record SharedNamespaces(
    boolean hostUts,
    boolean hostCgroup,
    Shared pid,
    Shared ipc,
    Shared network,
    Map<String, String> sysctls) {
  public static final SharedNamespaces NONE =
      new SharedNamespaces(
          false, false, new Shared.Own(), new Shared.Own(), new Shared.Own(), Map.of());

  /** Whose a namespace is. */
  public sealed interface Shared {
    /** The container's alone. */
    record Own() implements Shared {}

    /** The engine's. */
    record Host() implements Shared {}

    /** That of a running process; the descriptor stays the caller's. */
    record Of(PidFd process) implements Shared {}
  }
}
