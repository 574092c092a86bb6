package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Containers that number the lines they write, so that one sees of a log what is not in it. */
final class NumberedWriters {

  /** Until SIGTERM, some hundred lines a second; the last line says how many there were. */
  private static final String SCRIPT =
      """
      trap stop=1 TERM
      i=0
      while [ -z "$stop" ]; do
        k=$((i + 20))
        while [ $i -lt $k ]; do echo "$i of a log that has to be complete"; i=$((i + 1)); done
        sleep 0.05
      done
      echo "end $i"
      """;

  private final Jdock jdock;
  private final List<String> names = new ArrayList<>();

  private NumberedWriters(Jdock jdock) {
    this.jdock = jdock;
  }

  static NumberedWriters start(Jdock jdock, int count) {
    NumberedWriters writers = new NumberedWriters(jdock);
    for (int i = 0; i < count; i++) {
      String name = "writer" + i;
      jdock.run("run", "-d", "--name", name, jdock.busybox(), "sh", "-c", SCRIPT).ok();
      writers.names.add(name);
    }
    return writers;
  }

  List<String> names() {
    return List.copyOf(names);
  }

  /** Lets them end, which they do by themselves and without an error. */
  void stop() {
    for (String name : names) {
      jdock.run("stop", "-t", "30", name).ok();
      assertThat(jdock.format(name, "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 0");
    }
  }

  /** What is wrong with a log: nothing, if each line is there, once, whole and in order. */
  List<String> flaws() {
    List<String> flaws = new ArrayList<>();
    for (String name : names) {
      flaw(name, jdock.run("logs", name).lines()).ifPresent(flaws::add);
    }
    return flaws;
  }

  private static Optional<String> flaw(String name, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      String expected = last ? "end " + i : i + " of a log that has to be complete";
      if (!lines.get(i).equals(expected)) {
        return Optional.of(
            "%s: line %d of %d is \"%s\" instead of \"%s\" (the last: \"%s\")"
                .formatted(name, i, lines.size(), lines.get(i), expected, lines.getLast()));
      }
    }
    return Optional.empty();
  }
}
