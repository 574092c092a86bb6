package dev.jdock.cli.command.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.cli.format.InspectFormat;
import dev.jdock.cli.format.template.GoTemplate;
import dev.jdock.cli.format.template.TemplateException;
import dev.jdock.image.error.JdockException;
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

  /** The template for a single object, or exit code 64. */
  public static GoTemplate parse(String format) {
    try {
      return GoTemplate.parse(format.equals("json") ? "{{json .}}" : format);
    } catch (TemplateException e) {
      throw new CommandFailure(BAD_TEMPLATE, "template parsing error: " + e.getMessage());
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
