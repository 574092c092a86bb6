package dev.jdock.cli.command.progress;

import dev.jdock.image.build.BuildProgress.Warning;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What a build warned of, shown at its end as buildx shows it. */
final class Warnings {
  private static final String YELLOW = "\u001b[33m";
  private static final String PLAIN = "\u001b[0m";

  private final List<Warning> all = new ArrayList<>();

  void add(Warning warning) {
    all.add(warning);
  }

  void print(PrintStream out) {
    if (all.isEmpty()) {
      return;
    }
    String count = all.size() == 1 ? "1 warning found" : all.size() + " warnings found";
    out.print("\n " + YELLOW + count + " (use --check to expand):\n" + PLAIN);
    all.forEach(warning -> out.println(" - " + warning.line()));
    all.clear();
  }
}
