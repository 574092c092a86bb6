package dev.jdock.runtime.container;

import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.event.EventBus;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.Networks;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Publishes what happens to a container, as Docker's events. */
public final class ContainerEvents {
  private final EventBus events;
  private final Supplier<ContainerRecord> record;

  /**
   * @param record of the container as it is then
   */
  ContainerEvents(EventBus events, Supplier<ContainerRecord> record) {
    this.events = events;
    this.record = record;
  }

  /**
   * Something was done to the container.
   *
   * @param attributes name, value, name, value …
   */
  void container(String action, String... attributes) {
    ContainerRecord now = record.get();
    SortedMap<String, String> all = new TreeMap<>(now.config().labels());
    all.put("image", now.spec().image());
    all.put("name", now.name());
    put(all, attributes);
    events.publish("container", action, now.id(), all);
  }

  private void other(String type, String action, String id, String... attributes) {
    SortedMap<String, String> all = new TreeMap<>();
    all.put("container", record.get().id());
    put(all, attributes);
    events.publish(type, action, id, all);
  }

  private static void put(SortedMap<String, String> all, String... attributes) {
    for (int i = 0; i < attributes.length; i += 2) {
      all.put(attributes[i], attributes[i + 1]);
    }
  }

  /** It is connected to the networks that it asked for, or no more. */
  public void networks(Networks networks, String action) {
    for (Networking.Attachment each : record.get().spec().networking().networks()) {
      networks
          .definitions()
          .named(each.network())
          .ifPresent(definition -> network(definition, action));
    }
  }

  /** It is connected to one network, or no more. */
  public void network(NetworkDefinition network, String action) {
    other("network", action, network.id(), "name", network.name(), "type", network.driver());
  }

  /** All its volumes are in use from now on, or no more. */
  public void volumes(boolean mounted) {
    for (MountPoint mount : record.get().mounts()) {
      if (mount.type().equals("volume") && mounted) {
        other(
            "volume",
            "mount",
            mount.name(),
            "destination",
            mount.destination(),
            "driver",
            "local",
            "propagation",
            mount.propagation(),
            "read/write",
            Boolean.toString(mount.writable()));
      } else if (mount.type().equals("volume")) {
        other("volume", "unmount", mount.name(), "driver", "local");
      }
    }
  }
}
