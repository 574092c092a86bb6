package dev.jdock.api.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.Json;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.RemovedImage;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.ImageSummary;
import java.util.List;
import java.util.Map;

/** Images in lists, as the API has them. */
public final class ImageJson {
  private ImageJson() {}

  static ObjectNode of(ImageSummary summary) {
    return of(summary.image(), summary.sharedSize(), summary.containers());
  }

  public static ObjectNode of(DiskUsage.ImageUsage usage) {
    return of(usage.image(), usage.sharedSize(), usage.containers());
  }

  private static ObjectNode of(Image image, long sharedSize, int containers) {
    ObjectNode json = Json.object().put("Containers", containers);
    json.put("Created", image.created().getEpochSecond()).put("Id", image.id());
    Map<String, String> labels = image.config().labels();
    if (labels.isEmpty()) {
      json.putNull("Labels");
    } else {
      labels.forEach(json.putObject("Labels")::put);
    }
    json.put("ParentId", image.parent() == null ? "" : image.parent());
    image.digests().forEach(json.putArray("RepoDigests")::add);
    image.names().forEach(json.putArray("RepoTags")::add);
    return json.put("SharedSize", sharedSize).put("Size", image.size());
  }

  static ArrayNode removed(List<RemovedImage> removed) {
    ArrayNode json = Json.mapper().createArrayNode();
    for (RemovedImage each : removed) {
      switch (each) {
        case RemovedImage.Untagged(String name) -> json.addObject().put("Untagged", name);
        case RemovedImage.Deleted(String id) -> json.addObject().put("Deleted", id);
      }
    }
    return json;
  }
}
