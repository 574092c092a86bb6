package dev.jdock.cli.command;

import dev.jdock.cli.command.syntax.CommandFailure;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The flags before the command. Those about other hosts are refused: there is one engine, the
 * user's own.
 *
 * @param consumed how many words they take
 */
record RootFlags(boolean help, boolean version, int consumed) {
  private static final Set<String> OTHER_HOSTS =
      Set.of(
          "--config",
          "-c",
          "--context",
          "-D",
          "--debug",
          "-H",
          "--host",
          "-l",
          "--log-level",
          "--tls",
          "--tlscacert",
          "--tlscert",
          "--tlskey",
          "--tlsverify");

  /** The flags to show in the help. */
  static CommandSpec spec() {
    return CommandSpec.create()
        .addOption(
            OptionSpec.builder("-v", "--version")
                .description("Print version information and quit")
                .build());
  }

  static RootFlags parse(List<String> words) {
    if (words.isEmpty() || !words.getFirst().startsWith("-")) {
      return new RootFlags(false, false, 0);
    }
    String word = words.getFirst();
    return switch (word) {
      case "--help", "-h" -> new RootFlags(true, false, 1);
      case "--version", "-v" -> new RootFlags(false, true, 1);
      default -> throw refuse(word);
    };
  }

  private static CommandFailure refuse(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    if (OTHER_HOSTS.contains(name)) {
      return CommandFailure.notSupported(name);
    }
    String complaint =
        name.startsWith("--")
            ? "unknown flag: " + name
            : "unknown shorthand flag: '"
                + name.substring(1, Math.min(2, name.length()))
                + "' in "
                + word;
    return new CommandFailure(
        125,
        complaint
            + "\n\n"
            + "Usage:  jdock [OPTIONS] COMMAND [ARG...]\n\n"
            + "Run 'jdock --help' for more information");
  }
}
