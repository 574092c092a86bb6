package dev.jdock.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The machine's settings, in the format of Docker's {@code daemon.json}. */
public final class DaemonFile {
  private static final List<String> FILES = List.of("jdock/daemon.json", "docker/daemon.json");

  private DaemonFile() {}

  /**
   * Reads the first file there is of {@code jdock/daemon.json} and {@code docker/daemon.json} in
   * {@code etc}. Other keys are ignored: the file may be shared with Docker.
   *
   * @param subject what the settings are about, for the message
   * @param none where there is no file
   * @throws JdockException INVALID for what cannot be read, with the file's name
   */
  public static <T> T read(Path etc, String subject, Function<JsonNode, T> parse, T none) {
    for (String name : FILES) {
      Path file = etc.resolve(name);
      if (!Files.exists(file)) {
        continue;
      }
      try {
        return parse.apply(Json.read(Files.readAllBytes(file), "JSON"));
      } catch (NoSuchFileException | NotDirectoryException e) {
        // It has just gone. The next one, then.
      } catch (IOException | JdockException e) {
        throw new JdockException(
            JdockException.Kind.INVALID,
            "unable to read the settings of " + subject + " in " + file + ": " + e.getMessage(),
            e);
      }
    }
    return none;
  }
}
