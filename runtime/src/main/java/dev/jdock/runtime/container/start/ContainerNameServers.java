package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.network.NetworkDefaults;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.dns.DnsServers;
import java.util.List;

/** Which containers have a name server of the engine's: those on a user's network. */
public record ContainerNameServers(DnsServers servers, Networks networks) {
  private static final List<String> WITHOUT =
      List.of(NetworkDefinition.DEFAULT, NetworkDefinition.HOST, NetworkDefinition.NONE);

  /** Whether it is to have one. */
  static boolean isFor(Networking networking) {
    return networking.networks().stream().anyMatch(each -> !WITHOUT.contains(each.network()));
  }

  /** Serves it, if it is to be. */
  public void start(ContainerRecord record, NetworkNamespace netns) {
    start(record, networks.defaults(), netns);
  }

  private void start(ContainerRecord record, NetworkDefaults defaults, NetworkNamespace netns) {
    Networking wanted = record.spec().networking();
    if (isFor(wanted) && !servers.serves(record.id())) {
      servers.start(record.id(), defaults.filled(wanted).dns(), netns);
    }
  }

  /** What cannot be understood hinders nobody who runs already. */
  private NetworkDefaults knownDefaults() {
    try {
      return networks.defaults();
    } catch (JdockException e) {
      return NetworkDefaults.NONE;
    }
  }

  /**
   * Serves a container that has run without an engine.
   *
   * @param pid of its first process
   */
  public void adopt(ContainerRecord record, long pid) {
    if (isFor(record.spec().networking())) {
      try (NetworkNamespace netns = NetworkNamespace.of(pid)) {
        start(record, knownDefaults(), netns);
      } catch (SyscallException ended) {
        // It has just ended; what follows an end finds that out.
        return;
      }
    }
  }
}
