package dev.jdock.image.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** JSON trees, and the Go habits found in them: null for empty, {@code {}} maps for sets. */
public final class Json {
  private Json() {}

  /** Has the JVM load what the first document would load. */
  public static void load() {
    bytes(tree("{\"a\":[1]}".getBytes(UTF_8), "document"));
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static ArrayNode array(Collection<String> values) {
    ArrayNode node = array();
    values.forEach(node::add);
    return node;
  }

  public static ObjectNode object(Map<String, String> values) {
    ObjectNode node = object();
    values.forEach(node::put);
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
      return parse(bytes);
    } catch (IOException e) {
      throw new JdockException(JdockException.Kind.INVALID, "invalid " + what, e);
    }
  }

  /**
   * The first value of a text in UTF-8, UTF-16 or UTF-32; a missing node where there is none.
   *
   * @throws JsonProcessingException for what is no JSON, is nested deeper than 1000 times, or has a
   *     name or number of extreme length
   * @throws IOException for what is no text
   */
  public static JsonNode parse(byte[] bytes) throws IOException {
    try (JsonParser json = JsonTree.FACTORY.createParser(bytes)) {
      return JsonTree.read(json);
    }
  }

  /** As {@link #parse(byte[])}. */
  public static JsonNode parse(String text) throws JsonProcessingException {
    try (JsonParser json = JsonTree.FACTORY.createParser(text)) {
      return JsonTree.read(json);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The value of a text that has one alone.
   *
   * @throws JsonProcessingException as {@link #parse(byte[])}, and where more follows the value
   */
  public static JsonNode parseOnly(String text) throws JsonProcessingException {
    try (JsonParser json = JsonTree.FACTORY.createParser(text)) {
      JsonNode node = JsonTree.read(json);
      if (json.nextToken() != null) {
        throw new JsonParseException(json, "more follows the value");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value in UTF-8. */
  public static byte[] bytes(JsonNode node) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = generator(bytes)) {
      JsonTree.write(node, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The value as text; a surrogate without its other half stays what it is. */
  public static String string(JsonNode node) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonTree.FACTORY.createGenerator(text)) {
      JsonTree.write(node, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** For a document that is written field by field. Closing it closes the stream. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return JsonTree.FACTORY.createGenerator(out);
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
