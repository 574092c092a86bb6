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
 * @param config folder of the user's configuration, as {@code DOCKER_CONFIG}; empty for that one's
 * @param consumed how many words they take
 */
record RootFlags(boolean help, boolean version, String config, int consumed) {
  private static final Set<String> OTHER_HOSTS =
      Set.of(
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
            OptionSpec.builder("--config")
                .paramLabel("string")
                .type(String.class)
                .description("Folder of the user's config.json (default $HOME/.docker)")
                .build())
        .addOption(
            OptionSpec.builder("-v", "--version")
                .description("Print version information and quit")
                .build());
  }

  /**
   * @throws CommandFailure for flags that jdock does not take
   */
  static RootFlags parse(List<String> words) {
    String config = "";
    int used = 0;
    while (used < words.size() && words.get(used).startsWith("-")) {
      String word = words.get(used);
      switch (word) {
        case "--help", "-h" -> {
          return new RootFlags(true, false, config, used + 1);
        }
        case "--version", "-v" -> {
          return new RootFlags(false, true, config, used + 1);
        }
        case "--config" -> {
          if (used + 1 == words.size()) {
            throw usage("flag needs an argument: --config");
          }
          config = words.get(used + 1);
          used += 2;
        }
        default -> {
          if (!word.startsWith("--config=")) {
            throw refuse(word);
          }
          config = word.substring("--config=".length());
          used++;
        }
      }
    }
    return new RootFlags(false, false, config, used);
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
    return usage(complaint);
  }

  private static CommandFailure usage(String complaint) {
    return new CommandFailure(
        125,
        complaint
            + "\n\n"
            + "Usage:  jdock [OPTIONS] COMMAND [ARG...]\n\n"
            + "Run 'jdock --help' for more information");
  }
}
