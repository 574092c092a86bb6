package dev.jdock.cli.bake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A plan as {@code --print} shows it: JSON that is a file for bake in turn. */
public final class PlanText {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PlanText() {}

  public static String of(Plan plan) {
    return pretty(document(plan));
  }

  public static ObjectNode document(Plan plan) {
    ObjectNode root = NODES.objectNode();
    ObjectNode groups = root.putObject("group");
    plan.groups()
        .forEach((name, group) -> {
          ObjectNode node = groups.putObject(name);
          if (!group.description().isEmpty()) {
            node.put("description", group.description());
          }
          node.set("targets", array(group.targets()));
        });
    ObjectNode targets = root.putObject("target");
    plan.targets().forEach((name, target) -> targets.set(name, target(target)));
    return root;
  }

  private static ObjectNode target(Target target) {
    ObjectNode node = NODES.objectNode();
    target
        .settings()
        .forEach((field, setting) -> {
          switch (setting) {
            case Setting.Text(String text) -> {
              if (field != Field.DESCRIPTION || !text.isEmpty()) {
                node.put(field.key(), field == Field.DOCKERFILE_INLINE ? escaped(text) : text);
              }
            }
            case Setting.Flag(boolean on) -> node.put(field.key(), on);
            case Setting.Words(List<String> words) ->
                node.set(
                    field.key(),
                    array(
                        field == Field.ANNOTATIONS
                            ? words.stream().map(PlanText::escaped).toList()
                            : words));
            case Setting.Pairs(Map<String, String> pairs) -> {
              ObjectNode object = node.putObject(field.key());
              pairs.forEach((key, value) ->
                  object.put(key, field == Field.CONTEXTS ? value : escaped(value)));
            }
            case Setting.Entries(List<Entry> entries) -> {
              ArrayNode array = node.putArray(field.key());
              entries.forEach(entry -> array.add(entry(entry)));
            }
          }
        });
    return node;
  }

  private static ObjectNode entry(Entry entry) {
    ObjectNode node = NODES.objectNode();
    entry
        .fields()
        .forEach((name, value) -> {
          if (entry.of() == Field.ATTEST && name.equals("disabled")) {
            node.put(name, value.equals("true"));
          } else {
            node.put(name, value);
          }
        });
    if (!entry.paths().isEmpty()) {
      node.set("paths", array(entry.paths()));
    }
    return node;
  }

  private static ArrayNode array(List<String> words) {
    ArrayNode array = NODES.arrayNode();
    words.forEach(array::add);
    return array;
  }

  /** So that reading it again gives the same. */
  private static String escaped(String text) {
    return text.replace("${", "$${").replace("%{", "%%{");
  }

  /** As Go's encoder indents. */
  public static String pretty(JsonNode node) {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    try {
      return new ObjectMapper()
          .writer(printer)
          .writeValueAsString(node)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
