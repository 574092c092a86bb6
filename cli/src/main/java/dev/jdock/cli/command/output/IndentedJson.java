package dev.jdock.cli.command.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;

/** JSON laid out as {@code docker inspect} does: four blanks a level, empty ones on one line. */
public final class IndentedJson {
  private static final String STEP = "    ";

  private final StringBuilder text = new StringBuilder();

  private IndentedJson() {}

  public static String of(JsonNode node) {
    IndentedJson json = new IndentedJson();
    json.write(node, "\n");
    return json.text.toString();
  }

  private void write(JsonNode node, String lineStart) {
    if (node.isEmpty() && node.isContainerNode()) {
      text.append(node.isArray() ? "[]" : "{}");
    } else if (node.isArray()) {
      text.append('[');
      Iterator<JsonNode> elements = node.elements();
      while (elements.hasNext()) {
        text.append(lineStart).append(STEP);
        write(elements.next(), lineStart + STEP);
        text.append(elements.hasNext() ? "," : "");
      }
      text.append(lineStart).append(']');
    } else if (node.isObject()) {
      text.append('{');
      Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        text.append(lineStart).append(STEP).append(TextNode.valueOf(field.getKey())).append(": ");
        write(field.getValue(), lineStart + STEP);
        text.append(fields.hasNext() ? "," : "");
      }
      text.append(lineStart).append('}');
    } else {
      text.append(node);
    }
  }
}
