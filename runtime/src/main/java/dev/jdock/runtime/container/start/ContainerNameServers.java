package dev.jdock.runtime.container.start;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.engine.Networking;
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
    if (isFor(record.spec().networking()) && !servers.serves(record.id())) {
      servers.start(
          record.id(), networks.defaults().filled(record.spec().networking()).dns(), netns);
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
        start(record, netns);
      } catch (SyscallException ended) {
        // It has just ended; what follows an end finds that out.
        return;
      }
    }
  }
}
