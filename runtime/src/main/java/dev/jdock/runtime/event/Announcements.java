package dev.jdock.runtime.event;

import dev.jdock.image.store.Image;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Publishes events of images, networks, volumes and other objects besides containers, in Docker's
 * words.
 */
public record Announcements(EventBus events) {

  /**
   * @param id of the image; its name where it has none here
   * @param labels of the image
   */
  public void image(String action, String id, String name, Map<String, String> labels) {
    SortedMap<String, String> attributes = new TreeMap<>(labels);
    attributes.put("name", name);
    events.publish("image", action, id, attributes);
  }

  /** Of an image that is here. */
  public void image(String action, Image image, String name) {
    image(action, image.id(), name, image.config().labels());
  }

  /** {@code create} or {@code destroy}. */
  public void volume(String action, String name) {
    events.publish("volume", action, name, new TreeMap<>(Map.of("driver", "local")));
  }

  /** Under its new name. */
  public void volumeRenamed(String oldName, String name) {
    events.publish(
        "volume", "rename", name, new TreeMap<>(Map.of("driver", "local", "oldName", oldName)));
  }

  /** {@code create} or {@code destroy}. */
  public void network(String action, String id, String name, String driver) {
    events.publish("network", action, id, new TreeMap<>(Map.of("name", name, "type", driver)));
  }

  /**
   * That a network does not lead where a container wanted.
   *
   * @param target a name or an address
   */
  public void refused(
      String id, String name, String driver, String containerId, String target, long count) {
    SortedMap<String, String> attributes =
        new TreeMap<>(Map.of("name", name, "type", driver, "target", target));
    attributes.put("container", containerId);
    attributes.put("count", Long.toString(count));
    events.publish("network", "refuse", id, attributes);
  }

  /**
   * @param type of what was pruned: {@code container}, {@code image}, {@code volume}, {@code
   *     builder}
   */
  public void pruned(String type, long reclaimedBytes) {
    events.publish(
        type, "prune", "", new TreeMap<>(Map.of("reclaimed", Long.toString(reclaimedBytes))));
  }
}
