package dev.jdock.api.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.container.SummaryJson;
import dev.jdock.api.http.ApiVersion;
import dev.jdock.api.http.Json;
import dev.jdock.api.image.ImageJson;
import dev.jdock.api.volume.VolumeJson;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.DiskUsageSum;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /system/df}. Version 1.52 has sums, and the objects themselves for who
 * asks for all there is to say; who does not gets the lists of older versions beside the sums,
 * since programs that name no version look for them.
 */
final class DiskUsageJson {
  private final DiskUsage usage;
  private final Set<DiskUsage.Type> types;
  private final Containers containers;
  private final ApiVersion version;

  /**
   * @param types what was asked for
   * @param containers to ask for their networks and mounts
   */
  DiskUsageJson(
      DiskUsage usage, Set<DiskUsage.Type> types, Containers containers, ApiVersion version) {
    this.usage = usage;
    this.types = types;
    this.containers = containers;
    this.version = version;
  }

  /**
   * @param verbose whether a client that knows of sums wants the objects, too
   */
  ObjectNode of(boolean verbose) {
    ObjectNode json = Json.object();
    if (!version.isAtLeast(52)) {
      return lists(json);
    }
    if (!verbose) {
      lists(json);
      json.properties().removeIf(field -> field.getValue().isNull());
    }
    return sums(json, verbose);
  }

  /** Of what was not asked for there is null. */
  private ObjectNode lists(ObjectNode json) {
    json.put("LayersSize", has(DiskUsage.Type.IMAGE) ? usage.layersSize() : 0);
    json.set("Images", has(DiskUsage.Type.IMAGE) ? images() : null);
    json.set(
        "Containers",
        has(DiskUsage.Type.CONTAINER)
            ? SummaryJson.of(usage.containers(), containers, version)
            : null);
    json.set("Volumes", has(DiskUsage.Type.VOLUME) ? volumes() : null);
    json.set("BuildCache", has(DiskUsage.Type.BUILD_CACHE) ? records() : null);
    return version.isAtLeast(42) ? json : json.put("BuilderSize", 0);
  }

  private ObjectNode sums(ObjectNode json, boolean verbose) {
    if (has(DiskUsage.Type.IMAGE)) {
      put(json, "ImageUsage", DiskUsageSum.ofImages(usage), verbose ? images() : null);
    }
    if (has(DiskUsage.Type.CONTAINER)) {
      put(
          json,
          "ContainerUsage",
          DiskUsageSum.ofContainers(usage),
          verbose ? SummaryJson.of(usage.containers(), containers, version) : null);
    }
    if (has(DiskUsage.Type.VOLUME)) {
      put(json, "VolumeUsage", DiskUsageSum.ofVolumes(usage), verbose ? volumes() : null);
    }
    if (has(DiskUsage.Type.BUILD_CACHE)) {
      put(json, "BuildCacheUsage", DiskUsageSum.ofBuildCache(usage), verbose ? records() : null);
    }
    return json;
  }

  /** What is zero or empty is left out. */
  private static void put(
      ObjectNode json, String field, DiskUsageSum sum, @Nullable ArrayNode items) {
    ObjectNode each = json.putObject(field);
    put(each, "ActiveCount", sum.active());
    if (items != null && !items.isEmpty()) {
      each.set("Items", items);
    }
    put(each, "Reclaimable", sum.reclaimable());
    put(each, "TotalCount", sum.count());
    put(each, "TotalSize", sum.size());
  }

  private static void put(ObjectNode json, String field, long number) {
    if (number != 0) {
      json.put(field, number);
    }
  }

  private boolean has(DiskUsage.Type type) {
    return types.contains(type);
  }

  private ArrayNode images() {
    ArrayNode images = Json.mapper().createArrayNode();
    usage.images().forEach(each -> images.add(ImageJson.of(each)));
    return images;
  }

  private ArrayNode volumes() {
    ArrayNode volumes = Json.mapper().createArrayNode();
    usage.volumes().forEach(each -> volumes.add(VolumeJson.of(each)));
    return volumes;
  }

  private ArrayNode records() {
    ArrayNode records = Json.mapper().createArrayNode();
    usage.buildCache().forEach(each -> records.add(record(each)));
    return records;
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
