package dev.jdock.runtime.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.content.DurableFiles;
import dev.jdock.image.content.NewerRecordException;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.oci.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code volume.json} beside a volume's files: what its maker said of it. A volume that a container
 * was given has none.
 *
 * @param options of the driver: what is mounted there
 */
record VolumeRecord(Instant created, Map<String, String> labels, Map<String, String> options) {
  private static final String FILE = "volume.json";

  /** One without options, as the first release wrote all. */
  private static final int PLAIN = 1;

  /** One with options: who passes them over would show an empty folder. */
  private static final int WITH_OPTIONS = 2;

  VolumeRecord {
    labels = Map.copyOf(labels);
    options = Map.copyOf(options);
  }

  VolumeRecord(Instant created, Map<String, String> labels) {
    this(created, labels, Map.of());
  }

  /**
   * @param directory of the volume
   * @throws JdockException INTERNAL for a record that cannot be read, or is of a later version
   */
  static Optional<VolumeRecord> read(Path directory) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(directory.resolve(FILE));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(directory, Reason.of(e), e);
    }
    try {
      ObjectNode json = Json.read(bytes, "volume");
      RecordVersion.check(json, WITH_OPTIONS);
      return Optional.of(
          new VolumeRecord(
              Instant.parse(json.path("created").asText()),
              pairs(json.path("labels")),
              pairs(json.path("options"))));
    } catch (NewerRecordException e) {
      throw JdockException.internal(e.of("volume " + directory.getFileName()), e);
    } catch (JdockException | DateTimeException e) {
      throw unreadable(directory, String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<String, String> pairs(JsonNode object) {
    Map<String, String> pairs = new TreeMap<>();
    object.properties().forEach(pair -> pairs.put(pair.getKey(), pair.getValue().asText()));
    return pairs;
  }

  private static JdockException unreadable(Path directory, String why, Exception cause) {
    return JdockException.internal(
        "the record of volume " + directory.getFileName() + " cannot be read: " + why, cause);
  }

  void write(Path directory) throws IOException {
    ObjectNode json =
        Json.object()
            .put(RecordVersion.FIELD, options.isEmpty() ? PLAIN : WITH_OPTIONS)
            .put("created", created.toString());
    ObjectNode names = json.putObject("labels");
    new TreeMap<>(labels).forEach(names::put);
    if (!options.isEmpty()) {
      ObjectNode ofDriver = json.putObject("options");
      new TreeMap<>(options).forEach(ofDriver::put);
    }
    DurableFiles.replace(directory.resolve(FILE), Json.bytes(json));
  }
}
