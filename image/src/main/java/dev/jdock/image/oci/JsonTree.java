package dev.jdock.image.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Trees from and to text, as an ObjectMapper reads and writes them: of a field that is there twice
 * the last value counts, what follows the first value is not looked at. An ObjectMapper is not
 * used, because it loads calendars, time zones, locales and number formats with itself, which takes
 * an engine's start longer than all the documents that it reads.
 */
final class JsonTree {
  static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  /**
   * The first value, or a missing node where there is none. Not by recursion: documents come from
   * others, and a thread's stack is small.
   */
  static JsonNode read(JsonParser json) throws IOException {
    if (json.nextToken() == null) {
      return NODES.missingNode();
    }
    JsonNode root = value(json);
    Deque<ContainerNode<?>> around = new ArrayDeque<>();
    ContainerNode<?> container = root instanceof ContainerNode<?> node ? node : null;
    while (container != null) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
        container = around.poll();
        continue;
      }
      JsonNode value;
      if (container instanceof ObjectNode object) {
        String name = json.currentName();
        json.nextToken();
        value = value(json);
        object.replace(name, value);
      } else {
        value = value(json);
        ((ArrayNode) container).add(value);
      }
      if (value instanceof ContainerNode<?> inner) {
        around.push(container);
        container = inner;
      }
    }
    return root;
  }

  /** The value at which the parser is; of an object or array its beginning. */
  private static JsonNode value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> NODES.objectNode();
      case START_ARRAY -> NODES.arrayNode();
      case VALUE_STRING -> NODES.textNode(json.getText());
      case VALUE_NUMBER_INT ->
          switch (json.getNumberType()) {
            case INT -> NODES.numberNode(json.getIntValue());
            case LONG -> NODES.numberNode(json.getLongValue());
            default -> NODES.numberNode(json.getBigIntegerValue());
          };
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(json.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value: " + json.currentToken());
    };
  }

  /**
   * Writes a value.
   *
   * @throws IllegalArgumentException for a node that is made of an object of Java's
   */
  static void write(JsonNode node, JsonGenerator json) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        json.writeStartObject(node);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          json.writeFieldName(field.getKey());
          write(field.getValue(), json);
        }
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeStartArray(node, node.size());
        for (JsonNode element : node) {
          write(element, json);
        }
        json.writeEndArray();
      }
      case STRING -> json.writeString(node.textValue());
      case NUMBER -> number(node, json);
      case BOOLEAN -> json.writeBoolean(node.booleanValue());
      case NULL, MISSING -> json.writeNull();
      case BINARY -> json.writeBinary(node.binaryValue());
      case POJO -> throw new IllegalArgumentException("no value of JSON: " + node.getClass());
    }
  }

  private static void number(JsonNode node, JsonGenerator json) throws IOException {
    switch (node.numberType()) {
      case INT -> json.writeNumber(node.intValue());
      case LONG -> json.writeNumber(node.longValue());
      case BIG_INTEGER -> json.writeNumber(node.bigIntegerValue());
      case FLOAT -> json.writeNumber(node.floatValue());
      case DOUBLE -> json.writeNumber(node.doubleValue());
      case BIG_DECIMAL -> json.writeNumber(node.decimalValue());
    }
  }
}
