package dev.jdock.cli.command.build;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.bake.Definition;
import dev.jdock.cli.bake.Field;
import dev.jdock.cli.bake.Group;
import dev.jdock.cli.bake.PlanText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code bake --list}: the targets and groups, or the variables, of a definition. */
final class BakeListing {
  private static final int GAP = 1;
  private static final int TAB = 8;

  private final Definition definition;
  private final PrintStream out;

  BakeListing(Definition definition, PrintStream out) {
    this.definition = definition;
    this.out = out;
  }

  void targets(boolean json) {
    var descriptions = new TreeMap<String, String>();
    definition
        .targets()
        .forEach((name, target) -> descriptions.put(name, target.text(Field.DESCRIPTION)));
    definition.groups().forEach((name, group) -> descriptions.put(name, of(group)));
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("TARGET", "DESCRIPTION"));
    descriptions.forEach((name, description) -> {
      ObjectNode node = array.addObject().put("name", name);
      if (!description.isEmpty()) {
        node.put("description", description);
      }
      if (definition.groups().containsKey(name)) {
        node.put("group", true);
      }
      rows.add(List.of(name, description));
    });
    print(json, array, rows);
  }

  private static String of(Group group) {
    return group.description().isEmpty()
        ? String.join(", ", new TreeSet<>(group.targets()))
        : group.description();
  }

  void variables(boolean json) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("VARIABLE", "TYPE", "VALUE", "DESCRIPTION"));
    for (Definition.Variable variable : definition.variables()) {
      ObjectNode node = array.addObject().put("name", variable.name());
      if (!variable.description().isEmpty()) {
        node.put("description", variable.description());
      }
      if (!variable.type().isEmpty()) {
        node.put("type", variable.type());
      }
      if (variable.value() != null) {
        node.put("value", variable.value());
      }
      rows.add(
          List.of(
              variable.name(),
              variable.type(),
              variable.value() == null ? "<null>" : variable.value(),
              variable.description()));
    }
    print(json, array, rows);
  }

  private void print(boolean json, ArrayNode array, List<List<String>> rows) {
    if (json) {
      out.println(PlanText.pretty(array));
      return;
    }
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns - 1; i++) {
        // Tabs, as Go's tabwriter puts them.
        int cell = (widths[i] + GAP + TAB - 1) / TAB * TAB;
        int at = row.get(i).length();
        line.append(row.get(i));
        while (at < cell) {
          line.append('\t');
          at = (at / TAB + 1) * TAB;
        }
      }
      out.println(line + row.getLast());
    }
  }
}
