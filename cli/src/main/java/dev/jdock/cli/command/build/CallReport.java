package dev.jdock.cli.command.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.format.ReindentedJson;
import dev.jdock.cli.format.TableWriter;
import dev.jdock.image.build.LintResult;
import dev.jdock.image.build.Outline;
import dev.jdock.image.build.TargetList;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.dockerfile.lint.Violation;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Prints the answers to {@code --call} as buildx does. */
final class CallReport {
  private static final TableWriter NARROW = new TableWriter(0, 1);
  private static final TableWriter WIDE = new TableWriter(0, 3);

  private final PrintStream out;
  private final boolean json;

  CallReport(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * @param path of the Dockerfile as the user gave it
   * @return whether there is nothing to complain about
   * @throws CommandFailure for a Dockerfile that cannot be built at all
   */
  boolean print(LintResult result, String path) {
    List<Violation> violations = result.violations();
    if (json) {
      write(CallJson.of(result));
    } else {
      printText(result, new SourceText(path, result.source().text()));
    }
    LintResult.Failure failure = result.failure();
    if (failure != null) {
      if (!json && !violations.isEmpty()) {
        out.println();
      }
      out.flush();
      String place =
          failure.range() == null
              ? ""
              : new SourceText(path, result.source().text()).excerpt(failure.range());
      throw CommandFailure.of("ERROR: " + failure.message() + "\n" + place);
    }
    return violations.isEmpty();
  }

  private void printText(LintResult result, SourceText source) {
    List<Violation> violations = result.violations();
    if (violations.isEmpty()) {
      if (result.failure() == null) {
        out.println("Check complete, no warnings found.");
      }
      return;
    }
    out.println(
        "Check complete, "
            + (violations.size() == 1
                ? "1 warning has been found!"
                : violations.size() + " warnings have been found!"));
    violations.stream()
        .sorted(Comparator.comparingInt(violation -> violation.range().start()))
        .forEach(violation -> {
          String url = violation.rule().url();
          out.println();
          out.println("WARNING: " + violation.rule().label() + (url.isEmpty() ? "" : " - " + url));
          out.println(violation.detail());
          out.print(source.excerpt(violation.range()));
        });
  }

  void print(TargetList list) {
    if (json) {
      write(CallJson.of(list));
      return;
    }
    var table = new StringBuilder("TARGET\tDESCRIPTION\n");
    for (TargetList.Target target : list.targets()) {
      String name = target.name();
      String shown = target.last() ? (name.isEmpty() ? "(default)" : name + " (default)") : name;
      table.append(shown).append('\t').append(target.description()).append('\n');
    }
    out.print(NARROW.align(table.toString()));
  }

  void print(Outline outline) {
    if (json) {
      write(CallJson.of(outline));
      return;
    }
    if (!outline.name().isEmpty() || !outline.description().isEmpty()) {
      String name = outline.name().isEmpty() ? "(default)" : outline.name();
      String description =
          outline.description().isEmpty() ? "" : "DESCRIPTION:\t" + outline.description() + "\n";
      out.println(NARROW.align("TARGET:\t" + name + "\n" + description));
    }
    table(
        "BUILD ARG\tVALUE\tDESCRIPTION",
        outline.arguments(),
        argument -> argument.name() + "\t" + argument.value() + "\t" + argument.description());
    Function<Outline.Access, String> access =
        value -> value.name() + "\t" + (value.required() ? "true" : "");
    table("SECRET\tREQUIRED", outline.secrets(), access);
    table("SSH\tREQUIRED", outline.agents(), access);
  }

  private <T> void table(String head, List<T> values, Function<T, String> row) {
    if (!values.isEmpty()) {
      var table = new StringBuilder(head).append('\n');
      values.forEach(value -> table.append(row.apply(value)).append('\n'));
      out.println(WIDE.align(table.toString()));
    }
  }

  private void write(ObjectNode document) {
    ReindentedJson.write(out, escaped(document), "  ");
    out.println();
  }

  /** In one line, with the characters escaped that Go escapes. */
  static String escaped(ObjectNode document) {
    return document
        .toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026");
  }
}
