package dev.jdock.cli.command;

import dev.jdock.cli.command.syntax.CommandFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The flags before the command. Those about other hosts are refused: there is one engine, the
 * user's own. A context may be given, and by the name {@code docker} a host, for {@link
 * Destination} to judge.
 *
 * @param host empty for none
 * @param context empty for none
 * @param config folder of the user's configuration, as {@code DOCKER_CONFIG}; empty for that one's
 * @param consumed how many words they take
 */
record RootFlags(
    boolean help, boolean version, String host, String context, String config, int consumed) {
  private static final Set<String> OTHER_HOSTS =
      Set.of(
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
            OptionSpec.builder("-c", "--context")
                .paramLabel("string")
                .type(String.class)
                .description("Name of the context to use (see 'jdock context')")
                .build())
        .addOption(
            OptionSpec.builder("-v", "--version")
                .description("Print version information and quit")
                .build());
  }

  /** Flags with a value, by their names. */
  private static final Map<String, String> WITH_VALUE =
      Map.of(
          "--config",
          "--config",
          "-H",
          "--host",
          "--host",
          "--host",
          "-c",
          "--context",
          "--context",
          "--context");

  /**
   * @param docker whether a host may be given
   * @throws CommandFailure for flags that jdock does not take
   */
  static RootFlags parse(List<String> words, boolean docker) {
    Map<String, String> values = new HashMap<>();
    int used = 0;
    while (used < words.size() && words.get(used).startsWith("-")) {
      String word = words.get(used);
      switch (word) {
        case "--help", "-h" -> {
          return flags(true, false, values, used + 1);
        }
        case "--version", "-v" -> {
          return flags(false, true, values, used + 1);
        }
        default -> used += value(words, used, docker, values);
      }
    }
    return flags(false, false, values, used);
  }

  private static RootFlags flags(
      boolean help, boolean version, Map<String, String> values, int consumed) {
    return new RootFlags(
        help,
        version,
        values.getOrDefault("--host", ""),
        values.getOrDefault("--context", ""),
        values.getOrDefault("--config", ""),
        consumed);
  }

  /** Returns how many words the flag and its value are. */
  private static int value(List<String> words, int at, boolean docker, Map<String, String> values) {
    String word = words.get(at);
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    boolean joined = word.matches("-[Hc][^=].*");
    String known = WITH_VALUE.get(joined ? word.substring(0, 2) : name);
    if (known == null || !docker && known.equals("--host")) {
      throw refuse(word);
    }
    String value;
    if (joined || equals >= 0) {
      value = word.substring(joined ? 2 : equals + 1);
    } else if (at + 1 < words.size()) {
      value = words.get(at + 1);
    } else {
      throw usage("flag needs an argument: " + known);
    }
    if (values.put(known, value) != null && known.equals("--host")) {
      throw CommandFailure.of("specify only one -H");
    }
    return joined || equals >= 0 ? 1 : 2;
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
