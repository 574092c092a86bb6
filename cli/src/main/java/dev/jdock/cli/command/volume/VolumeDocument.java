package dev.jdock.cli.command.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.volume.VolumeJson;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.runtime.engine.Volume;
import java.time.temporal.ChronoUnit;

/** A volume as {@code inspect} shows it. */
public final class VolumeDocument {
  private VolumeDocument() {}

  /** As the API has it, but for the time, which is the user's. */
  public static ObjectNode of(Invocation invocation, Volume volume) {
    return VolumeJson.of(
        volume, Human.rfc3339(invocation, volume.created().truncatedTo(ChronoUnit.SECONDS)));
  }
}
