package dev.jdock.api.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.Json;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.Volume;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** A volume as the API has it. */
public final class VolumeJson {
  private VolumeJson() {}

  static ObjectNode of(Volume volume) {
    return of(volume, volume.created().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /**
   * The same with the time in another form.
   *
   * @param created when it was made
   */
  public static ObjectNode of(Volume volume, String created) {
    ObjectNode json = Json.object().put("CreatedAt", created).put("Driver", volume.driver());
    put(json, "Labels", volume.labels());
    json.put("Mountpoint", volume.mountpoint()).put("Name", volume.name());
    put(json, "Options", volume.options());
    return json.put("Scope", volume.scope());
  }

  /** With its size, and how many containers mount it. */
  public static ObjectNode of(DiskUsage.VolumeUsage usage) {
    ObjectNode json = of(usage.volume());
    json.putObject("UsageData").put("RefCount", usage.links()).put("Size", usage.size());
    return json;
  }

  private static void put(ObjectNode json, String field, Map<String, String> pairs) {
    if (pairs.isEmpty()) {
      json.putNull(field);
    } else {
      new TreeMap<>(pairs).forEach(json.putObject(field)::put);
    }
  }
}
