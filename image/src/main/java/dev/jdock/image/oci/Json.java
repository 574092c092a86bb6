package dev.jdock.image.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** JSON trees, and the Go habits found in them: null for empty, {@code {}} maps for sets. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** Has the JVM load what the first document would load. */
  public static void load() {
    bytes(tree("{\"a\":[1]}".getBytes(UTF_8), "document"));
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  public static ArrayNode array(Collection<String> values) {
    ArrayNode node = array();
    values.forEach(node::add);
    return node;
  }

  /**
   * @param what for the message, for example {@code manifest}
   * @throws JdockException INVALID for what is no JSON object
   */
  public static ObjectNode read(byte[] bytes, String what) {
    if (tree(bytes, what) instanceof ObjectNode object) {
      return object;
    }
    throw JdockException.invalid("invalid " + what);
  }

  /** As {@link #read}, for a document that need not be an object. */
  public static JsonNode tree(byte[] bytes, String what) {
    try {
      JsonNode tree = MAPPER.readTree(bytes);
      if (tree != null) {
        return tree;
      }
    } catch (IOException e) {
      throw new JdockException(JdockException.Kind.INVALID, "invalid " + what, e);
    }
    throw JdockException.invalid("invalid " + what);
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(JsonNode parent, String name) {
    return parent.path(name).asText("");
  }

  static @Nullable String textOrNull(JsonNode parent, String name) {
    String text = text(parent, name);
    return text.isEmpty() ? null : text;
  }

  /** A null among them is empty, as Go has it. */
  static List<String> strings(JsonNode parent, String name) {
    List<String> values = new ArrayList<>();
    parent.path(name).forEach(value -> values.add(value.asText("")));
    return values;
  }

  static @Nullable List<String> stringsOrNull(JsonNode parent, String name) {
    JsonNode node = parent.path(name);
    if (node.isTextual()) {
      return List.of(node.asText());
    }
    return node.isArray() ? List.copyOf(strings(parent, name)) : null;
  }

  /** The keys of a {@code {"80/tcp": {}}} set. */
  static SortedSet<String> keys(JsonNode parent, String name) {
    TreeSet<String> keys = new TreeSet<>();
    parent.path(name).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  static void putSet(ObjectNode parent, String name, Collection<String> values) {
    if (!values.isEmpty()) {
      ObjectNode set = parent.putObject(name);
      values.forEach(set::putObject);
    }
  }

  static void putText(ObjectNode parent, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      parent.put(name, value);
    }
  }

  static void putStrings(ObjectNode parent, String name, @Nullable List<String> values) {
    if (values != null) {
      parent.set(name, array(values));
    }
  }
}
