package dev.jdock.image.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.dockerfile.lint.Rule;
import dev.jdock.image.dockerfile.lint.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The answers to {@code --call} as documents: BuildKit's, without what is empty in them. */
public final class CallJson {
  private CallJson() {}

  public static ObjectNode of(LintResult result) {
    ObjectNode document = object();
    if (result.violations().isEmpty()) {
      document.putNull("warnings");
    } else {
      ArrayNode warnings = document.putArray("warnings");
      result.violations().forEach(violation -> warnings.add(of(violation)));
    }
    document
        .putArray("sources")
        .add(
            object()
                .put("filename", result.source().name())
                .put("data", base64(result.source()))
                .put("language", "Dockerfile"));
    LintResult.Failure failure = result.failure();
    if (failure != null) {
      ObjectNode error = document.putObject("buildError").put("message", failure.message());
      error.set("location", failure.range() == null ? object() : location(failure.range()));
    }
    return document;
  }

  private static ObjectNode of(Violation violation) {
    Rule rule = violation.rule();
    ObjectNode warning =
        object().put("ruleName", rule.label()).put("description", rule.description());
    put(warning, "url", rule.url());
    warning.put("detail", violation.detail()).set("location", location(violation.range()));
    return warning;
  }

  public static ObjectNode of(TargetList list) {
    ObjectNode document = object();
    ArrayNode targets = document.putArray("targets");
    for (TargetList.Target target : list.targets()) {
      ObjectNode node = targets.addObject();
      put(node, "name", target.name());
      if (target.last()) {
        node.put("default", true);
      }
      put(node, "description", target.description());
      put(node, "base", target.base());
      put(node, "platform", target.platform());
      node.set("location", location(target.range()));
    }
    document.putArray("sources").add(base64(list.source()));
    return document;
  }

  public static ObjectNode of(Outline outline) {
    ObjectNode document = object();
    put(document, "name", outline.name());
    put(document, "description", outline.description());
    if (!outline.arguments().isEmpty()) {
      ArrayNode arguments = document.putArray("args");
      for (Outline.Argument argument : outline.arguments()) {
        ObjectNode node = arguments.addObject().put("name", argument.name());
        put(node, "description", argument.description());
        put(node, "value", argument.value());
        node.set("location", location(argument.range()));
      }
    }
    put(document, "secrets", outline.secrets());
    put(document, "ssh", outline.agents());
    document.putArray("sources").add(base64(outline.source()));
    return document;
  }

  /** What can be asked. */
  public static ArrayNode of(List<BuildCallKind> kinds) {
    ArrayNode document = JsonNodeFactory.instance.arrayNode();
    for (BuildCallKind kind : kinds) {
      ObjectNode node = document.addObject();
      node.put("name", kind.request())
          .put("version", BuildCallKind.VERSION)
          .put("type", "rpc")
          .put("description", kind.description());
      switch (kind) {
        case OUTLINE ->
            node.putArray("opts")
                .addObject()
                .put("name", "target")
                .put("description", "Target build stage");
        case TARGETS, LINT -> node.putArray("opts");
        case DESCRIBE -> node.putNull("opts");
      }
      ArrayNode metadata = node.putNull("inputs").putArray("metadata");
      metadata.addObject().put("name", "result.json").put("description", "");
      metadata.addObject().put("name", "result.txt").put("description", "");
      node.putNull("refs");
    }
    return document;
  }

  /** In one line, with the characters escaped that Go escapes. */
  public static String escaped(JsonNode document) {
    return document
        .toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026");
  }

  private static void put(ObjectNode document, String name, List<Outline.Access> values) {
    if (values.isEmpty()) {
      return;
    }
    ArrayNode array = document.putArray(name);
    for (Outline.Access value : values) {
      ObjectNode node = array.addObject().put("name", value.name());
      if (value.required()) {
        node.put("required", true);
      }
      node.set("location", location(value.range()));
    }
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }

  private static ObjectNode location(SourceRange range) {
    ObjectNode location = object();
    location.set("ranges", ranges(range));
    return location;
  }

  /** One for each line. */
  public static ArrayNode ranges(SourceRange range) {
    ArrayNode ranges = JsonNodeFactory.instance.arrayNode();
    for (int line = range.start(); line <= range.end(); line++) {
      ObjectNode node = ranges.addObject();
      node.putObject("start").put("line", line);
      node.putObject("end").put("line", line);
    }
    return ranges;
  }

  private static String base64(SourceText source) {
    return Base64.getEncoder().encodeToString(source.text().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
