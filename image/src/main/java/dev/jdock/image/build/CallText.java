package dev.jdock.image.build;

import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.dockerfile.lint.Violation;
import dev.jdock.image.text.TableWriter;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The answers to {@code --call} as texts, as BuildKit writes them. */
public final class CallText {
  private static final TableWriter NARROW = new TableWriter(0, 1);
  private static final TableWriter WIDE = new TableWriter(0, 3);

  private CallText() {}

  /**
   * Each violation of a rule with the lines that it is about.
   *
   * @param source the Dockerfile, by the name that it is to have
   */
  public static String of(List<Violation> violations, SourceText source) {
    var text = new StringBuilder();
    violations.stream()
        .sorted(Comparator.comparingInt(violation -> violation.range().start()))
        .forEach(violation -> {
          String url = violation.rule().url();
          text.append("\nWARNING: ").append(violation.rule().label());
          text.append(url.isEmpty() ? "" : " - " + url).append('\n');
          text.append(violation.detail()).append('\n').append(source.excerpt(violation.range()));
        });
    return text.toString();
  }

  public static String of(TargetList list) {
    var table = new StringBuilder("TARGET\tDESCRIPTION\n");
    for (TargetList.Target target : list.targets()) {
      String name = target.name();
      String shown = target.last() ? (name.isEmpty() ? "(default)" : name + " (default)") : name;
      table.append(shown).append('\t').append(target.description()).append('\n');
    }
    return NARROW.align(table.toString());
  }

  public static String of(Outline outline) {
    var text = new StringBuilder();
    if (!outline.name().isEmpty() || !outline.description().isEmpty()) {
      String name = outline.name().isEmpty() ? "(default)" : outline.name();
      String description =
          outline.description().isEmpty() ? "" : "DESCRIPTION:\t" + outline.description() + "\n";
      text.append(NARROW.align("TARGET:\t" + name + "\n" + description)).append('\n');
    }
    table(
        text,
        "BUILD ARG\tVALUE\tDESCRIPTION",
        outline.arguments(),
        argument -> argument.name() + "\t" + argument.value() + "\t" + argument.description());
    Function<Outline.Access, String> access =
        value -> value.name() + "\t" + (value.required() ? "true" : "");
    table(text, "SECRET\tREQUIRED", outline.secrets(), access);
    table(text, "SSH\tREQUIRED", outline.agents(), access);
    return text.toString();
  }

  private static <T> void table(
      StringBuilder text, String head, List<T> values, Function<T, String> row) {
    if (!values.isEmpty()) {
      var table = new StringBuilder(head).append('\n');
      values.forEach(value -> table.append(row.apply(value)).append('\n'));
      text.append(WIDE.align(table.toString())).append('\n');
    }
  }

  public static String of(List<BuildCallKind> kinds) {
    var table = new StringBuilder("NAME\tVERSION\tDESCRIPTION\n");
    for (BuildCallKind kind : kinds) {
      table.append(kind.shortName()).append('\t').append(BuildCallKind.VERSION);
      table.append('\t').append(kind.description()).append('\n');
    }
    return NARROW.align(table.toString());
  }
}
