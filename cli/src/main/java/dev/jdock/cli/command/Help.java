package dev.jdock.cli.command;

import dev.jdock.cli.command.syntax.Surface;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} prints, laid out as Docker's. */
final class Help {
  private final CommandTable table;

  Help(CommandTable table) {
    this.table = table;
  }

  void root(PrintStream out) {
    out.println(
        "Usage:  jdock [OPTIONS] COMMAND\n\nA container runtime with Docker's command line");
    List<CommandTable.Found> top =
        table.all().stream().filter(c -> !c.entry().path().contains(" ")).toList();
    section(out, "Commands", top.stream().filter(c -> c.action() != null).toList());
    section(out, "Management Commands", top.stream().filter(c -> c.entry().isGroup()).toList());
    section(
        out,
        "Not Supported Yet",
        top.stream().filter(c -> c.action() == null && !c.entry().isGroup()).toList());
    out.println("\nGlobal Options:\n  -v, --version   Print version information and quit");
    out.println("\nRun 'jdock COMMAND --help' for more information on a command.");
  }

  void group(Surface.Entry group, PrintStream out) {
    out.println("Usage:  jdock " + group.path() + " COMMAND");
    List<CommandTable.Found> members =
        table.all().stream()
            .filter(c -> c.entry().path().startsWith(group.path() + " "))
            .sorted(Comparator.comparing(c -> c.entry().path()))
            .toList();
    section(out, "Commands", members.stream().filter(c -> c.action() != null).toList());
    section(out, "Not Supported Yet", members.stream().filter(c -> c.action() == null).toList());
    out.println(
        "\nRun 'jdock " + group.path() + " COMMAND --help' for more information on a command.");
  }

  private static void section(PrintStream out, String title, List<CommandTable.Found> commands) {
    if (commands.isEmpty()) {
      return;
    }
    out.println("\n" + title + ":");
    for (CommandTable.Found command : commands) {
      String path = command.entry().path();
      String name = path.substring(path.lastIndexOf(' ') + 1);
      out.println("  %-11s %s".formatted(name, description(command)).stripTrailing());
    }
  }

  private static String description(CommandTable.Found command) {
    if (command.action() != null) {
      return description(CommandSpec.forAnnotatedObject(command.action().get()));
    }
    String path = command.entry().path();
    return command.entry().isGroup()
        ? (path.equals("system") || path.equals("engine")
            ? "Manage " + path
            : "Manage " + path + "s")
        : "";
  }

  private static String description(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description());
  }

  void command(Surface.Entry entry, CommandSpec spec, boolean supported, PrintStream out) {
    out.println("Usage:  " + entry.usage() + "\n");
    out.println(supported ? description(spec) : "Not supported yet");
    if (!entry.aliases().isEmpty()) {
      out.println("\nAliases:\n  " + String.join(", ", entry.aliases()));
    }
    List<OptionSpec> options =
        spec.options().stream()
            .filter(o -> !o.hidden())
            .sorted(Comparator.comparing(o -> longName(o).toLowerCase(Locale.ROOT)))
            .toList();
    if (!options.isEmpty()) {
      out.println("\nOptions:");
      options(out, options);
    }
  }

  private static void options(PrintStream out, List<OptionSpec> options) {
    List<String> left = new ArrayList<>();
    for (OptionSpec option : options) {
      String shorthand =
          option.shortestName().startsWith("--") ? "    " : option.shortestName() + ", ";
      String type = option.arity().max() == 0 ? "" : " " + option.paramLabel();
      left.add("  " + shorthand + longName(option) + type);
    }
    int width = left.stream().mapToInt(String::length).max().orElse(0) + 3;
    for (int i = 0; i < left.size(); i++) {
      String description = String.join(" ", options.get(i).description());
      out.println(left.get(i) + " ".repeat(width - left.get(i).length()) + description);
    }
  }

  /** The first name with two dashes: the others are older spellings. */
  private static String longName(OptionSpec option) {
    for (String name : option.names()) {
      if (name.startsWith("--")) {
        return name;
      }
    }
    return option.longestName();
  }
}
