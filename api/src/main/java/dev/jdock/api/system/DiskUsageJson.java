package dev.jdock.api.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.container.SummaryJson;
import dev.jdock.api.http.Json;
import dev.jdock.api.image.ImageJson;
import dev.jdock.api.volume.VolumeJson;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.DiskUsage;
import java.time.Instant;
import java.util.Set;

/** The answer of {@code GET /system/df}. */
final class DiskUsageJson {
  private DiskUsageJson() {}

  /**
   * @param types what was asked for: of others there is null
   */
  static ObjectNode of(DiskUsage usage, Set<DiskUsage.Type> types, Containers containers) {
    ObjectNode json = Json.object();
    if (types.contains(DiskUsage.Type.IMAGE)) {
      json.put("LayersSize", usage.layersSize());
      ArrayNode images = json.putArray("Images");
      usage.images().forEach(each -> images.add(ImageJson.of(each)));
    } else {
      json.put("LayersSize", 0).putNull("Images");
    }
    if (types.contains(DiskUsage.Type.CONTAINER)) {
      json.set("Containers", SummaryJson.of(usage.containers(), containers));
    } else {
      json.putNull("Containers");
    }
    if (types.contains(DiskUsage.Type.VOLUME)) {
      ArrayNode volumes = json.putArray("Volumes");
      usage.volumes().forEach(each -> volumes.add(VolumeJson.of(each)));
    } else {
      json.putNull("Volumes");
    }
    if (types.contains(DiskUsage.Type.BUILD_CACHE)) {
      ArrayNode records = json.putArray("BuildCache");
      usage.buildCache().forEach(each -> records.add(record(each)));
    } else {
      json.putNull("BuildCache");
    }
    return json;
  }

  private static ObjectNode record(CacheRecord record) {
    ObjectNode json = Json.object();
    json.put("ID", record.id()).put("Type", record.type().toString());
    json.put("Description", record.description());
    json.put("InUse", record.inUse()).put("Shared", record.shared());
    json.put("Size", record.size()).put("CreatedAt", record.created().toString());
    Instant used = record.lastUsed();
    json.put("LastUsedAt", used == null ? null : used.toString());
    return json.put("UsageCount", record.uses());
  }
}
