package dev.jdock.cli.format;

import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code --help} of one command in Docker's layout, which is that of Go's cobra and pflag. */
public final class DockerHelp {
  /** What pflag lets a last word go over the line, and takes off every line for it. */
  private static final int SLOP = 5;

  private static final int LEAST_ROOM = 24;
  private static final int BLOCK_INDENT = 16;

  private DockerHelp() {}

  /**
   * @param usage without the word {@code Usage:}, for example {@code jdock run [OPTIONS] IMAGE
   *     [COMMAND] [ARG...]}
   * @param aliases all names of the command, itself among them; empty for none
   * @param columns width of the terminal, 80 where there is none
   */
  public static String command(CommandSpec spec, String usage, List<String> aliases, int columns) {
    StringBuilder out = new StringBuilder("Usage:  ").append(usage).append("\n\n");
    out.append(String.join("\n", spec.usageMessage().description())).append('\n');
    if (!aliases.isEmpty()) {
      out.append("\nAliases:\n  ").append(String.join(", ", aliases)).append('\n');
    }
    String options = options(spec, columns);
    if (!options.isEmpty()) {
      out.append("\nOptions:\n").append(options);
    }
    return out.toString();
  }

  /** A titled list of commands; names and what they do. */
  public static String section(String title, List<List<String>> commands) {
    int width = commands.stream().mapToInt(command -> command.getFirst().length()).max().orElse(0);
    StringBuilder out = new StringBuilder(title).append(":\n");
    for (List<String> command : commands) {
      String name = command.getFirst();
      String line =
          "  " + name + " ".repeat(Math.max(11, width) - name.length() + 1) + command.getLast();
      out.append(line.stripTrailing()).append('\n');
    }
    return out.toString();
  }

  /**
   * The lines of the visible options, sorted by name; the parameter's label stands for Docker's
   * type ({@code list}, {@code bytes}).
   */
  public static String options(CommandSpec spec, int columns) {
    List<OptionSpec> shown =
        spec.options().stream()
            .filter(option -> !option.hidden())
            .sorted(Comparator.comparing(DockerHelp::name))
            .toList();
    int widest = shown.stream().mapToInt(option -> left(option).length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (OptionSpec option : shown) {
      String left = left(option);
      out.append(left).append(" ".repeat(widest - left.length() + 3));
      out.append(wrapped(widest + 3, columns, String.join("\n", option.description())))
          .append('\n');
    }
    return out.toString();
  }

  private static String left(OptionSpec option) {
    String shortest = option.shortestName();
    String shorthand = shortest.startsWith("--") ? "      " : "  " + shortest + ", ";
    return shorthand + name(option) + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
  }

  /** The first name with two dashes: others are older spellings. */
  private static String name(OptionSpec option) {
    for (String name : option.names()) {
      if (name.startsWith("--")) {
        return name;
      }
    }
    return option.longestName();
  }

  static String wrapped(int indent, int columns, String text) {
    int left = indent;
    StringBuilder out = new StringBuilder();
    if (columns - left < LEAST_ROOM) {
      left = BLOCK_INDENT;
      out.append('\n').append(" ".repeat(left));
    }
    int room = columns - left;
    String lineStart = "\n" + " ".repeat(left);
    if (room < LEAST_ROOM) {
      return text.replace("\n", lineStart);
    }
    String rest = text;
    boolean first = true;
    while (first || !rest.isEmpty()) {
      int cut = cut(rest, room - SLOP);
      out.append(first ? "" : lineStart).append(rest.substring(0, cut).replace("\n", lineStart));
      rest = cut == rest.length() ? "" : rest.substring(cut + 1);
      first = false;
    }
    return out.toString();
  }

  private static int cut(String text, int room) {
    if (room + SLOP > text.length()) {
      return text.length();
    }
    String head = text.substring(0, room);
    int blank =
        Math.max(head.lastIndexOf(' '), Math.max(head.lastIndexOf('\t'), head.lastIndexOf('\n')));
    if (blank <= 0) {
      return text.length();
    }
    int lineBreak = head.lastIndexOf('\n');
    return lineBreak > 0 && lineBreak < blank ? lineBreak : blank;
  }
}
