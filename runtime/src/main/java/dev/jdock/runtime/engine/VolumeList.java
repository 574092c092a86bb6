package dev.jdock.runtime.engine;

import java.util.List;

/**
 * Volumes, by name.
 *
 * @param warnings a line for each volume that is left out because its record cannot be read
 */
public record VolumeList(List<Volume> volumes, List<String> warnings) {
  public VolumeList {
    volumes = List.copyOf(volumes);
    warnings = List.copyOf(warnings);
  }
}
