package dev.jdock.cli.command.output;

import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.format.Formatter;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.template.TemplateException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints rows as a table of some columns, or as {@code --format} says.
 *
 * @param formatter Docker's name of a row's type, and the title of each field
 * @param complaints what stands before an error in a template
 */
public record RowFormat(Formatter formatter, Complaints complaints) {

  /** Docker's commands do not agree on the words for a template that does not work. */
  public record Complaints(String parsing, String executing) {
    /** Of most commands. */
    static final Complaints USUAL =
        new Complaints("template parsing error: ", "template parsing error: ");
  }

  public RowFormat(String type, Map<String, String> headers) {
    this(new Formatter(type, headers), Complaints.USUAL);
  }

  /**
   * @param format {@code --format}; empty or {@code table} for the default table
   * @param columns fields of the default table
   * @param rows fields by name; a GoFunction is a method, a Supplier is computed when needed
   */
  public void print(
      PrintStream out, String format, List<String> columns, List<Map<String, Object>> rows) {
    String template =
        format.isEmpty() || format.equals("table")
            ? columns.stream()
                .map(c -> "{{." + c + "}}")
                .collect(Collectors.joining("\t", "table ", ""))
            : format;
    try {
      out.print(formatter.render(template, rows));
    } catch (JdockException e) {
      throw explained(e);
    }
  }

  /** Refuses {@code --format} if it fits no row, also where there will be none. */
  public void check(String format) {
    try {
      formatter.check(format);
    } catch (JdockException e) {
      throw explained(e);
    }
  }

  private RuntimeException explained(JdockException e) {
    if (!(e.getCause() instanceof TemplateException cause)) {
      return e;
    }
    String text = String.valueOf(cause.getMessage());
    return CommandFailure.of(
        (text.contains(": executing ") ? complaints.executing() : complaints.parsing()) + text);
  }
}
