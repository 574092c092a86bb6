package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.start.Wishes;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.Wish;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Looks now and then whether bridges, rules and links are still there, while containers run: other
 * programs flush all rules of a machine, or delete links that they do not know.
 */
final class NetworkWatch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 2000;

  private final Networks networks;
  private final ContainerRegistry registry;
  private final ScheduledThreadPoolExecutor clock;

  private NetworkWatch(Networks networks, ContainerRegistry registry) {
    this.networks = networks;
    this.registry = registry;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("network-watch").factory());
  }

  static NetworkWatch start(Networks networks, ContainerRegistry registry) {
    NetworkWatch watch = new NetworkWatch(networks, registry);
    var _ =
        watch.clock.scheduleWithFixedDelay(
            watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      networks.mend(this::visit);
    } catch (RuntimeException e) {
      // The kernel refuses for now; the next look tries again.
      return;
    }
  }

  private void visit(
      String containerId, String network, BiConsumer<NetworkNamespace, Wish> visitor) {
    try {
      Container container = registry.find(containerId);
      if (container.state().running()) {
        try (NetworkNamespace netns = NetworkNamespace.of(container.state().pid())) {
          visitor.accept(netns, wish(container, network));
        }
      }
    } catch (JdockException | SyscallException gone) {
      // It has ended, and its end takes its links.
      return;
    }
  }

  private static Wish wish(Container container, String network) {
    return container.record().spec().networking().networks().stream()
        .filter(attachment -> attachment.network().equals(network))
        .findFirst()
        .map(Wishes::of)
        .orElseGet(() -> Wish.of(network));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      boolean _ = clock.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
