package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import java.util.ArrayList;
import java.util.List;

/** The names before the lines of several logs, as wide as the widest, each in its own colour. */
final class LogNames {
  private static final int[] COLOURS = {36, 33, 32, 35, 34, 96, 93, 92, 95, 94};

  private LogNames() {}

  /** Colours are used on terminals only, and not where NO_COLOR is set (no-color.org). */
  static List<String> of(Invocation invocation, List<String> names) {
    boolean coloured =
        invocation.terminal().outputIsTerminal()
            && invocation.environment().getOrDefault("NO_COLOR", "").isEmpty();
    return of(names, coloured);
  }

  static List<String> of(List<String> names, boolean coloured) {
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    List<String> prefixes = new ArrayList<>();
    for (String name : names) {
      String text = name + " ".repeat(width - name.length()) + " | ";
      int colour = COLOURS[prefixes.size() % COLOURS.length];
      prefixes.add(coloured ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text);
    }
    return prefixes;
  }
}
