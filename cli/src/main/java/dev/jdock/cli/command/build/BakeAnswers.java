package dev.jdock.cli.command.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.bake.Field;
import dev.jdock.cli.bake.Plan;
import dev.jdock.cli.bake.PlanText;
import dev.jdock.cli.bake.Target;
import java.io.PrintStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shows what was asked of the Dockerfiles of a bake's targets, as buildx does. */
final class BakeAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Plan plan;
  private final SortedMap<String, BakeAnswer> answers;

  BakeAnswers(Plan plan, SortedMap<String, BakeAnswer> answers) {
    this.plan = plan;
    this.answers = answers;
  }

  /** The exit code: that of the first one that has another than 0. */
  int code() {
    if (answers.values().stream().anyMatch(answer -> !answer.error().isEmpty())) {
      return 1;
    }
    return answers.values().stream()
        .mapToInt(BakeAnswer::code)
        .filter(code -> code != 0)
        .findFirst()
        .orElse(0);
  }

  /** One after the other, below the names of the targets. */
  void printTexts(PrintStream out) {
    String between = "";
    for (Map.Entry<String, BakeAnswer> each : answers.entrySet()) {
      out.print(between);
      between = "\n";
      out.println(each.getKey());
      String description = target(each.getKey()).text(Field.DESCRIPTION);
      if (!description.isEmpty()) {
        out.println(description);
      }
      out.println();
      out.print(each.getValue().text());
      String error = each.getValue().error();
      if (!error.isEmpty()) {
        out.println("error: " + error);
      }
    }
  }

  private Target target(String name) {
    Target target = plan.targets().get(name);
    if (target == null) {
      throw new IllegalStateException(name);
    }
    return target;
  }

  /** A document of all targets, with the answers beside what the files say. */
  void printDocument(PrintStream out) {
    ObjectNode document = PlanText.document(plan);
    for (String name : plan.targets().keySet()) {
      ObjectNode said = JSON.createObjectNode();
      said.set("build", document.path("target").path(name));
      BakeAnswer answer = answers.get(name);
      if (answer != null) {
        String request = target(name).text(Field.CALL);
        said.set(request.equals("lint") ? "check" : request, fields(request, answer));
      }
      document.withObject("/target").set(name, said);
    }
    out.println(PlanText.pretty(document));
  }

  /** Sorted, as Go writes maps. */
  private static ObjectNode fields(String request, BakeAnswer answer) {
    SortedMap<String, JsonNode> fields = new TreeMap<>();
    try {
      JsonNode node = JSON.readTree(answer.text());
      if (node.isObject()) {
        node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      } else {
        fields.put(request, node);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    if (!answer.error().isEmpty()) {
      fields.put("error", JSON.getNodeFactory().textNode(answer.error()));
    }
    ObjectNode object = JSON.createObjectNode();
    object.setAll(fields);
    return object;
  }
}
