package dev.jdock.runtime.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the engine is to refuse, and the flags of which something has to be said. */
final class RefusalTable {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .build();

  private final List<Refusal> refusals = new ArrayList<>();
  private final Set<String> mentioned = new TreeSet<>();

  /**
   * A request and what is said of it.
   *
   * @param change put over a request that is fulfilled
   * @param message part of it
   */
  record Refusal(String verb, JsonNode change, Kind kind, String message) {
    /** A request with the change in it, but for the name of a container. */
    <T> T request(Object good, Class<T> type) {
      ObjectNode tree = JSON.valueToTree(good);
      merge(tree, change);
      tree.remove("container");
      try {
        return JSON.treeToValue(tree, type);
      } catch (JsonProcessingException e) {
        throw new AssertionError(this.toString(), e);
      }
    }

    String text(String field, String otherwise) {
      return change.path(field).asText(otherwise);
    }

    private static void merge(ObjectNode into, JsonNode change) {
      change
          .properties()
          .forEach(field -> {
            JsonNode old = into.get(field.getKey());
            if (old instanceof ObjectNode object && field.getValue().isObject()) {
              merge(object, field.getValue());
            } else {
              into.set(field.getKey(), field.getValue());
            }
          });
    }
  }

  static RefusalTable read() {
    RefusalTable table = new RefusalTable();
    lines("refusals.txt").forEach(table::add);
    return table;
  }

  private void add(String line) {
    String[] columns = line.split("\\s+\\|\\s+", 4);
    String[] words = columns[0].split("\\s+", -1);
    Arrays.stream(words).skip(1).forEach(flag -> mentioned.add(words[0] + " " + flag));
    if (columns.length == 4) {
      try {
        refusals.add(
            new Refusal(words[0], JSON.readTree(columns[1]), Kind.valueOf(columns[2]), columns[3]));
      } catch (JsonProcessingException e) {
        throw new AssertionError(line, e);
      }
    } else if (columns.length != 2) {
      throw new AssertionError("neither a request nor a reason: " + line);
    }
  }

  List<Refusal> refusals() {
    return refusals;
  }

  /** Verb and flag, of all lines. */
  Set<String> mentioned() {
    return mentioned;
  }

  /** Flags by command. */
  static Map<String, List<String>> flags() {
    Map<String, List<String>> flags = new LinkedHashMap<>();
    for (String line : lines("flags.tsv")) {
      String[] columns = line.split("\t", -1);
      flags.put(columns[0], columns[1].isEmpty() ? List.of() : List.of(columns[1].split(" ", -1)));
    }
    return flags;
  }

  private static List<String> lines(String resource) {
    try (InputStream in = RefusalTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new AssertionError(resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
