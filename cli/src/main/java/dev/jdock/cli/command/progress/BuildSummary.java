package dev.jdock.cli.command.progress;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The last line of a build: how much of it was in the cache, and what took the time. */
final class BuildSummary {
  /** Steps of a Dockerfile, not those that jdock adds. */
  private static final Pattern STEP =
      Pattern.compile("\\[(?:\\S+ )? *\\d+/\\d+] .*", Pattern.DOTALL);

  private static final int SLOWEST = 3;
  private static final int NAME_LENGTH = 40;

  /** What is faster is not worth a word. */
  private static final long WORTH_NANOS = 100_000_000;

  private BuildSummary() {}

  static void print(PrintStream out, Collection<StepLog> all) {
    List<StepLog> steps =
        all.stream().filter(step -> STEP.matcher(step.vertex().name()).matches()).toList();
    if (steps.isEmpty()) {
      return;
    }
    long cached = steps.stream().filter(StepLog::cached).count();
    String slow =
        steps.stream()
            .filter(step -> !step.cached() && step.nanoseconds() >= WORTH_NANOS)
            .sorted(Comparator.comparingLong(StepLog::nanoseconds).reversed())
            .limit(SLOWEST)
            .map(step ->
                ProgressDisplay.seconds(step.nanoseconds()) + " " + shortened(step.vertex().name()))
            .collect(Collectors.joining(", "));
    out.println();
    out.println(
        "%d of %d steps cached%s"
            .formatted(cached, steps.size(), slow.isEmpty() ? "" : "; slowest: " + slow));
  }

  private static String shortened(String name) {
    String line = name.lines().findFirst().orElse("");
    return line.codePointCount(0, line.length()) <= NAME_LENGTH
        ? line
        : line.substring(0, line.offsetByCodePoints(0, NAME_LENGTH)) + "...";
  }
}
