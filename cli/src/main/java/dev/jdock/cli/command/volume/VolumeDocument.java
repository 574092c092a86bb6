package dev.jdock.cli.command.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.image.oci.Json;
import dev.jdock.runtime.engine.Volume;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** A volume as {@code inspect} shows it. */
public final class VolumeDocument {
  private VolumeDocument() {}

  /** Its fields in Docker's order; the time is the user's, to the second. */
  public static ObjectNode of(Invocation invocation, Volume volume) {
    ObjectNode json =
        Json.object()
            .put(
                "CreatedAt",
                Human.rfc3339(invocation, volume.created().truncatedTo(ChronoUnit.SECONDS)))
            .put("Driver", volume.driver());
    put(json, "Labels", volume.labels());
    json.put("Mountpoint", volume.mountpoint()).put("Name", volume.name());
    put(json, "Options", volume.options());
    return json.put("Scope", volume.scope());
  }

  private static void put(ObjectNode json, String field, Map<String, String> pairs) {
    if (pairs.isEmpty()) {
      json.putNull(field);
      return;
    }
    ObjectNode object = json.putObject(field);
    new TreeMap<>(pairs).forEach(object::put);
  }
}
