package dev.jdock.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What names without registry and path stand for where Docker Hub's library has no image of the
 * name: of the table in jdock, and of {@code "aliases"} in {@code daemon.json}, which count first.
 *
 * @param repositories by short name
 */
public record ShortNames(Map<String, Reference> repositories) {
  private static final String LIBRARY = "library/";
  private static final String TABLE = "short-names.tsv";

  public ShortNames {
    repositories = Map.copyOf(repositories);
  }

  /**
   * Those of jdock and of the machine.
   *
   * @param etc {@code /etc}
   * @throws JdockException INVALID for a file that makes no sense, with its name
   */
  static ShortNames read(Path etc) {
    ShortNames table = table();
    return DaemonFile.read(etc, "aliases", table::with, table);
  }

  /** Those that jdock brings along. */
  static ShortNames table() {
    Map<String, Reference> result = new TreeMap<>();
    try (InputStream in = Objects.requireNonNull(ShortNames.class.getResourceAsStream(TABLE))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .forEach(parts -> result.put(parts[0], Reference.parse(parts[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ShortNames(result);
  }

  /** These, and those of a {@code daemon.json}. */
  ShortNames with(JsonNode daemon) {
    JsonNode aliases = daemon.path("aliases");
    if (!aliases.isMissingNode() && !aliases.isObject()) {
      throw JdockException.invalid("invalid aliases: an object of names is needed");
    }
    Map<String, Reference> result = new TreeMap<>(repositories);
    aliases
        .properties()
        .forEach(alias -> {
          String name = alias.getKey();
          if (!isShort(name) || name.contains(":") || !Reference.isReference(name)) {
            throw invalid(name, "a short name has no registry, path, tag or digest");
          }
          result.put(name, repository(name, alias.getValue()));
        });
    return new ShortNames(result);
  }

  private static Reference repository(String name, JsonNode value) {
    String text = value.asText();
    if (!value.isTextual() || !Reference.isReference(text)) {
      throw invalid(name, value + " is no name of an image");
    }
    if (text.contains("@") || text.indexOf(':', text.lastIndexOf('/') + 1) >= 0) {
      throw invalid(name, "\"" + text + "\" has a tag or a digest, which are the user's to choose");
    }
    return Reference.parse(text);
  }

  private static JdockException invalid(String name, String reason) {
    return JdockException.invalid("invalid alias \"" + name + "\": " + reason);
  }

  /** Whether a name as a user types it may be one of these: no registry, no path, no digest. */
  public static boolean isShort(String typed) {
    return typed.indexOf('/') < 0 && typed.indexOf('@') < 0;
  }

  /**
   * What a name stands for, with its tag.
   *
   * @param name of Docker Hub's library
   */
  public Optional<Reference> of(Reference name) {
    String repository = name.repository();
    String tag = name.tag();
    if (!name.registry().equals(Reference.DEFAULT_REGISTRY)
        || !repository.startsWith(LIBRARY)
        || name.digest() != null
        || tag == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(repositories.get(repository.substring(LIBRARY.length())))
        .map(found -> found.withTag(tag));
  }
}
