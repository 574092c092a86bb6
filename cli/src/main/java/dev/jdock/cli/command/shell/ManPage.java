package dev.jdock.cli.command.shell;

import dev.jdock.cli.command.shell.Catalogue.Described;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** A manual page in the macros of man(7). */
final class ManPage {
  private ManPage() {}

  static String name(Described command) {
    return "jdock-" + command.entry().path().replace(' ', '-');
  }

  static String ofProgram(List<Described> commands) {
    StringBuilder page = new StringBuilder();
    head(page, "jdock", "a container runtime with Docker's command line");
    page.append(".SH SYNOPSIS\njdock [OPTIONS] COMMAND\n");
    commands(page, commands);
    page.append(
        """
        .SH ENVIRONMENT
        .TP
        .B JDOCK_ROOT
        where images, containers and volumes are kept (/var/lib/jdock)
        .TP
        .B JDOCK_IDLE_SECONDS
        how long the engine stays without work (300)
        .TP
        .B DOCKER_CONFIG
        folder of config.json: logins and formats ($HOME/.docker)
        .TP
        .B NO_COLOR
        no colours, whatever its value
        """);
    return page.toString();
  }

  /**
   * @param members of a group
   */
  static String of(Described command, List<Described> members) {
    StringBuilder page = new StringBuilder();
    head(page, name(command), command.description());
    page.append(".SH SYNOPSIS\n").append(text(command.entry().usage())).append('\n');
    commands(page, members);
    List<OptionSpec> options =
        command.spec().stream()
            .flatMap(spec -> spec.options().stream())
            .filter(option -> !option.hidden())
            .sorted(Comparator.comparing(OptionSpec::longestName))
            .toList();
    if (!options.isEmpty()) {
      page.append(".SH OPTIONS\n");
      options.forEach(option -> option(page, option));
    }
    if (!command.entry().aliases().isEmpty()) {
      page.append(".SH ALIASES\n")
          .append(text(String.join(", ", command.entry().aliases())))
          .append('\n');
    }
    page.append(".SH SEE ALSO\n.BR jdock (1)\n");
    return page.toString();
  }

  private static void head(StringBuilder page, String name, String description) {
    page.append(".TH \"").append(name.toUpperCase(java.util.Locale.ROOT)).append("\" 1\n");
    page.append(".SH NAME\n").append(text(name)).append(" \\- ").append(text(description));
    page.append('\n');
  }

  private static void commands(StringBuilder page, List<Described> commands) {
    if (commands.isEmpty()) {
      return;
    }
    page.append(".SH COMMANDS\n");
    for (Described command : commands) {
      page.append(".TP\n.BR ").append(text(name(command))).append(" (1)\n");
      page.append(text(command.description())).append('\n');
    }
  }

  private static void option(StringBuilder page, OptionSpec option) {
    page.append(".TP\n.B ").append(text(String.join(", ", option.names())));
    if (option.arity().max() > 0) {
      page.append(" \\fI").append(text(option.paramLabel())).append("\\fR");
    }
    page.append('\n').append(text(String.join(" ", option.description()))).append('\n');
  }

  /** Lines that begin with a dot or a quote would be requests. */
  static String text(String words) {
    String escaped = words.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
