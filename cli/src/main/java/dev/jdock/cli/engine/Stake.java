package dev.jdock.cli.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides which commands lose work if the engine ends while they run. */
final class Stake {
  /** Those that make or carry something, or are connected to a container. */
  private static final Set<String> COMMANDS =
      Set.of(
          "attach", "build", "commit", "cp", "create", "exec", "export", "import", "load", "pull",
          "push", "run", "save", "start");

  private static final Set<String> GROUPS = Set.of("builder", "container", "image");

  private static final int LONGEST = 100;

  private Stake() {}

  /** The command in one line, as its user typed it, if it is one of those. */
  static Optional<String> of(UserRequest request) {
    List<String> words =
        request.arguments().stream()
            .dropWhile(word -> word.startsWith("-") || GROUPS.contains(word))
            .toList();
    if (words.isEmpty() || !COMMANDS.contains(words.getFirst())) {
      return Optional.empty();
    }
    String line = String.join(" ", request.arguments()).replaceAll("\\s+", " ");
    return Optional.of(
        "jdock %s (process %d)"
            .formatted(
                line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line, request.pid()));
  }
}
