package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.LogRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server says that its page begins, for who has its token: Jupyter writes {@code
 * http://host:8888/tree?token=…} to its log.
 *
 * @param scheme {@code http} or {@code https}
 * @param path with the token, from the slash on
 */
record Page(String scheme, String path) {
  /** The characters that tokens and paths are made of; a log may hold anything else. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "\\b(https?)://[\\w.-]{1,255}:(\\d{1,5})(/[\\w./~-]{0,255})?\\?token=([\\w-]{8,255})");

  /** Servers tell of it when they start. */
  private static final int MOST_ENTRIES = 1000;

  /** Enough has been read. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough", null, false, false);
    }
  }

  /**
   * Reads what the container has logged since it was started.
   *
   * @param container as inspected
   * @return by the port in the container; of several the last
   */
  static Map<String, Page> of(Containers containers, String id, JsonNode container)
      throws InterruptedException {
    Map<String, Page> pages = new HashMap<>();
    int[] entries = {0};
    try {
      containers.logs(
          id,
          new LogRequest(false, true, true, "all", since(container), "", false, false),
          (_, entry) -> {
            read(new String(entry, StandardCharsets.ISO_8859_1), pages);
            if (++entries[0] == MOST_ENTRIES) {
              throw new Enough();
            }
          });
    } catch (Enough | JdockException e) {
      // A log that cannot be read says no less than one that has nothing of it.
    }
    return pages;
  }

  static void read(String line, Map<String, Page> pages) {
    Matcher matcher = ADDRESS.matcher(line);
    while (matcher.find()) {
      String path = matcher.group(3) == null ? "/" : matcher.group(3);
      pages.put(matcher.group(2), new Page(matcher.group(1), path + "?token=" + matcher.group(4)));
    }
  }

  private static String since(JsonNode container) {
    try {
      Instant start = Instant.parse(container.at("/State/StartedAt").asText());
      return String.format(Locale.ROOT, "%d.%09d", start.getEpochSecond(), start.getNano());
    } catch (DateTimeException e) {
      return "";
    }
  }

  /**
   * @param hostAndPort where the port is reached
   */
  String at(String hostAndPort) {
    return scheme + "://" + hostAndPort + path;
  }
}
