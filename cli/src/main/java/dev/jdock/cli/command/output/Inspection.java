package dev.jdock.cli.command.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.cli.format.InspectFormat;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.template.GoStruct;
import dev.jdock.runtime.template.GoTemplate;
import dev.jdock.runtime.template.TemplateException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What the inspect commands share: find each object, print it whole or through a template. */
public final class Inspection {
  /** Docker's exit code for a template that cannot be parsed. */
  private static final int BAD_TEMPLATE = 64;

  private final InspectFormat format;

  /**
   * @param format empty for the whole object
   */
  public Inspection(String format) {
    try {
      this.format = InspectFormat.of(format);
    } catch (JdockException e) {
      throw new CommandFailure(BAD_TEMPLATE, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Prints one object, which always is there, through a template.
   *
   * @param type Docker's name for what the object is
   */
  public static void printOne(String format, String type, ObjectNode object, PrintStream out) {
    printOne(format, type, object, "", out);
  }

  /** As above, with the name that Docker gives the template in its complaints. */
  public static void printOne(
      String format, String type, ObjectNode object, String name, PrintStream out) {
    GoTemplate template;
    try {
      template = GoTemplate.parse(format.equals("json") ? "{{json .}}" : format);
    } catch (TemplateException e) {
      throw new CommandFailure(BAD_TEMPLATE, "template parsing error: " + e.getMessage());
    }
    try {
      template.execute(GoStruct.of(type, object), out);
    } catch (TemplateException e) {
      throw CommandFailure.of(
          String.valueOf(e.getMessage())
              .replaceFirst("^template: :", "template: " + name + ":")
              .replaceFirst(": executing \"\"", ": executing \"" + name + "\""));
    } finally {
      out.println();
    }
  }

  /** Prints what is found, and then fails if something was not. */
  public int print(List<String> names, Function<String, JsonNode> find, PrintStream out) {
    List<JsonNode> found = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (String name : names) {
      try {
        found.add(find.apply(name));
      } catch (JdockException e) {
        failures.add(EachArgument.message(e));
      } catch (CommandFailure e) {
        failures.add(e.text());
      }
    }
    out.print(format.render(found, failures::add));
    if (!failures.isEmpty()) {
      throw CommandFailure.of(String.join("\n", failures));
    }
    return 0;
  }
}
