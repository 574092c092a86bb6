package dev.jdock.cli.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.runtime.template.GoJson;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * JSON as Go's json.Indent lays it out with four blanks: members in their order, empty arrays and
 * objects closed at once.
 */
final class IndentedJson {
  private static final String STEP = "    ";

  private IndentedJson() {}

  static void write(StringBuilder out, List<JsonNode> array) {
    items(out, array.iterator(), "\n");
  }

  private static void value(StringBuilder out, JsonNode json, String lineStart) {
    if (json.isObject()) {
      members(out, json.properties().iterator(), lineStart);
    } else if (json.isArray()) {
      items(out, json.iterator(), lineStart);
    } else {
      out.append(GoJson.encode(json));
    }
  }

  private static void members(
      StringBuilder out, Iterator<Map.Entry<String, JsonNode>> members, String lineStart) {
    out.append('{');
    boolean any = members.hasNext();
    while (members.hasNext()) {
      Map.Entry<String, JsonNode> member = members.next();
      out.append(lineStart).append(STEP).append(GoJson.encode(member.getKey())).append(": ");
      value(out, member.getValue(), lineStart + STEP);
      out.append(members.hasNext() ? "," : "");
    }
    out.append(any ? lineStart : "").append('}');
  }

  private static void items(StringBuilder out, Iterator<JsonNode> items, String lineStart) {
    out.append('[');
    boolean any = items.hasNext();
    while (items.hasNext()) {
      out.append(lineStart).append(STEP);
      value(out, items.next(), lineStart + STEP);
      out.append(items.hasNext() ? "," : "");
    }
    out.append(any ? lineStart : "").append(']');
  }
}
