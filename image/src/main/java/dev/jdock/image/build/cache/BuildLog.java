package dev.jdock.image.build.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last builds: of what, and which steps they had. A file each, of bounded number. */
public final class BuildLog {
  private static final int VERSION = 1;
  private static final int MOST = 100;

  /** So many more may be there: they are not looked for after every build. */
  private static final int MORE = 25;

  private static final String SUFFIX = ".json";
  private static final String DRAFT = "draft-";

  /**
   * A step of a build.
   *
   * @param stage its name or number
   * @param text of the instruction, as the Dockerfile has it
   * @param key hexadecimal digits of the digest of all that it depends on
   * @param base the image it begins with; empty for another step
   */
  public record Step(String stage, String text, String key, String base) {}

  /**
   * A build.
   *
   * @param id 12 hexadecimal digits
   * @param origin equal for builds of the same Dockerfile, context and target
   * @param image {@code sha256:…}; empty where it failed
   */
  public record Build(String id, Instant created, String origin, String image, List<Step> steps) {}

  private final Path directory;

  /**
   * @param builds the builder's folder; {@code builds} in it is made with the first file
   */
  public BuildLog(Path builds) {
    this.directory = builds.resolve("builds");
  }

  /** Does nothing where the disk is full: all of it is for explanations only. */
  public synchronized void store(Build build) {
    try {
      Files.createDirectories(directory);
      Path draft = Files.createTempFile(directory, DRAFT, ".tmp");
      try {
        Files.write(draft, Json.bytes(write(build)));
        Files.move(draft, directory.resolve(build.id() + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
      tidy();
    } catch (IOException | DirectoryIteratorException full) {
      // There will be no explanation, then.
    }
  }

  /** Removes those that were written first; none of them is read for that. */
  private void tidy() throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      files.forEach(all::add);
    }
    if (all.size() <= MOST + MORE) {
      return;
    }
    Map<Path, FileTime> written = new HashMap<>();
    for (Path file : all) {
      written.put(file, Files.getLastModifiedTime(file));
    }
    all.sort(Comparator.comparing(written::get));
    for (Path file : all.subList(0, all.size() - MOST)) {
      Files.deleteIfExists(file);
    }
  }

  private static ObjectNode write(Build build) {
    ObjectNode json = Json.object();
    json.put(RecordVersion.FIELD, VERSION);
    json.put("created", build.created().toString());
    json.put("origin", build.origin());
    json.put("image", build.image());
    var steps = json.putArray("steps");
    for (Step step : build.steps()) {
      steps
          .addObject()
          .put("stage", step.stage())
          .put("text", step.text())
          .put("key", step.key())
          .put("base", step.base());
    }
    return json;
  }

  /** All that can be read, the last one first. */
  public List<Build> list() {
    List<Build> builds = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      all.forEach(file -> read(file).ifPresent(builds::add));
    } catch (NoSuchFileException none) {
      return builds;
    } catch (IOException | DirectoryIteratorException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
    builds.sort(Comparator.comparing(Build::created).reversed());
    return builds.size() > MOST ? List.copyOf(builds.subList(0, MOST)) : builds;
  }

  private static Optional<Build> read(Path file) {
    try {
      JsonNode json = Json.parse(Files.readAllBytes(file));
      RecordVersion.check(json, VERSION);
      var steps = new ArrayList<Step>();
      for (JsonNode step : json.path("steps")) {
        steps.add(
            new Step(
                step.path("stage").asText(),
                step.path("text").asText(),
                step.path("key").asText(),
                step.path("base").asText()));
      }
      String name = String.valueOf(file.getFileName());
      return Optional.of(
          new Build(
              name.substring(0, name.length() - SUFFIX.length()),
              Instant.parse(json.path("created").asText()),
              json.path("origin").asText(),
              json.path("image").asText(),
              steps));
    } catch (NoSuchFileException | JsonProcessingException | DateTimeException | JdockException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }
}
