package dev.jdock.cli.command.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.cli.format.template.GoTemplate;
import dev.jdock.cli.format.template.TemplateException;
import dev.jdock.image.error.JdockException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the inspect commands share: find each object, print it whole or through a template. */
public final class Inspection {
  /** Docker's exit code for a template that cannot be parsed. */
  private static final int BAD_TEMPLATE = 64;

  private final @Nullable GoTemplate template;

  /**
   * @param format empty for the whole object
   */
  public Inspection(String format) {
    this.template = format.isEmpty() ? null : parse(format);
  }

  /** The template, or exit code 64. */
  public static GoTemplate parse(String format) {
    try {
      return GoTemplate.parse(format.equals("json") ? "{{json .}}" : format);
    } catch (TemplateException e) {
      throw new CommandFailure(BAD_TEMPLATE, "template parsing error: " + e.getMessage());
    }
  }

  /** Prints what is found, and then fails if something was not. */
  public int print(List<String> names, Function<String, JsonNode> find, PrintStream out) {
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    StringBuilder text = new StringBuilder();
    List<String> failures = new ArrayList<>();
    for (String name : names) {
      try {
        JsonNode object = find.apply(name);
        found.add(object);
        if (template != null) {
          text.append(template.render(object)).append('\n');
        }
      } catch (JdockException e) {
        failures.add(EachArgument.message(e));
      } catch (CommandFailure e) {
        failures.add(e.text());
      } catch (TemplateException e) {
        failures.add("template parsing error: " + e.getMessage());
      }
    }
    if (template == null) {
      out.println(IndentedJson.of(found));
    } else {
      out.print(text.isEmpty() ? "\n" : text);
    }
    if (!failures.isEmpty()) {
      throw CommandFailure.of(String.join("\n", failures));
    }
    return 0;
  }
}
