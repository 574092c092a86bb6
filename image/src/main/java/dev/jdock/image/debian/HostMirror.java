package dev.jdock.image.debian;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The mirrors that the host has its own packages from, where it is of the same distribution: the
 * one that is near, or the only one in reach.
 *
 * @param main empty where the host names none
 * @param security likewise
 */
record HostMirror(Optional<URI> main, Optional<URI> security) {
  private static final String SECURITY = "-security";
  private static final Set<String> ALIASES =
      Set.of("stable", "oldstable", "oldoldstable", "testing", "unstable", "sid");

  /** An entry of {@code sources.list}: where, and what of it. */
  private record Entry(String uri, String suite) {}

  /**
   * @param etc the host's {@code /etc}
   */
  static HostMirror of(Distribution distribution, Path etc) {
    List<String> release = lines(etc.resolve("os-release"));
    if (!value(release, "ID").equals(distribution.id())) {
      return new HostMirror(Optional.empty(), Optional.empty());
    }
    String codename = value(release, "VERSION_CODENAME");
    List<Entry> entries = entries(etc.resolve("apt"));
    return new HostMirror(
        find(entries, suite -> suite.equals(codename) || ALIASES.contains(suite)),
        find(entries, suite -> suite.endsWith(SECURITY)));
  }

  private static String value(List<String> release, String name) {
    return release.stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1).replace("\"", "").strip())
        .findFirst()
        .orElse("");
  }

  private static Optional<URI> find(List<Entry> entries, Predicate<String> suites) {
    return entries.stream()
        .filter(entry -> suites.test(entry.suite()))
        .filter(entry -> entry.uri().matches("https?://.+"))
        .flatMap(entry -> address(entry.uri()))
        .findFirst();
  }

  private static Stream<URI> address(String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text : text + "/");
      // One with a password is the host's alone: it would be written into the image.
      return uri.getHost() == null || uri.getUserInfo() != null ? Stream.of() : Stream.of(uri);
    } catch (IllegalArgumentException e) {
      return Stream.of();
    }
  }

  private static List<Entry> entries(Path apt) {
    List<Entry> entries = new ArrayList<>(oneLine(apt.resolve("sources.list")));
    for (Path file : filesIn(apt.resolve("sources.list.d"))) {
      entries.addAll(file.toString().endsWith(".list") ? oneLine(file) : stanzas(file));
    }
    return entries;
  }

  private static List<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".list") || file.toString().endsWith(".sources"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(); // there is no such folder
    }
  }

  /** {@code deb [option=value] uri suite component…}. */
  private static List<Entry> oneLine(Path file) {
    List<Entry> entries = new ArrayList<>();
    for (String line : lines(file)) {
      String[] words =
          line.replaceFirst("#.*", "").replaceFirst("\\[[^]]*]", "").strip().split("\\s+", -1);
      if (words.length > 3 && words[0].equals("deb")) {
        entries.add(new Entry(words[1], words[2]));
      }
    }
    return entries;
  }

  private static List<Entry> stanzas(Path file) {
    List<Entry> entries = new ArrayList<>();
    byte[] text = String.join("\n", lines(file)).getBytes(StandardCharsets.UTF_8);
    try {
      Stanzas.read(
          new ByteArrayInputStream(text),
          Set.of("types", "uris", "suites", "enabled"),
          stanza -> {
            boolean on = !stanza.getOrDefault("enabled", "yes").equals("no");
            if (on && words(stanza.getOrDefault("types", "")).contains("deb")) {
              for (String uri : words(stanza.getOrDefault("uris", ""))) {
                words(stanza.getOrDefault("suites", ""))
                    .forEach(suite -> entries.add(new Entry(uri, suite)));
              }
            }
          });
    } catch (IOException e) {
      throw new IllegalStateException(e); // it is read from memory
    }
    return entries;
  }

  private static List<String> words(String value) {
    return List.of(value.strip().split("\\s+", -1));
  }

  /** A file that cannot be read says nothing. */
  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
