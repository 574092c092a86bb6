package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two commands on one container at the same moment: both end, each with an exit code and a message
 * that Docker has, and nothing is left that a removal does not take away.
 */
@EndToEnd
class TwoCommandsIT {
  /** More of them find rarer moments. */
  private static final int ROUNDS = Integer.getInteger("jdock.test.rounds", 4);

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** The second command comes so much later in each round, to meet another moment of the first. */
  private static final long STEP_NANOS = 2_500_000;

  /**
   * Success, failure of a command, of a start, of what cannot be run, and ends by TERM and KILL.
   */
  private static final Set<Integer> EXIT_CODES = Set.of(0, 1, 125, 126, 128, 137, 143);

  private final Jdock jdock;

  TwoCommandsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @ParameterizedTest
  @CsvSource({
    "attach X, kill X",
    "attach X, rm -f X",
    "attach X, restart -t 0 X",
    "wait X, kill X",
    "wait X, rm -f X",
    "logs -f X, kill X",
    "logs -f X, rm -f X",
    "exec X true, kill X",
    "exec X true, rm -f X",
    "exec -d X sleep 100, stop -t 0 X",
    "stats --no-stream X, rm -f X",
    "top X, rm -f X",
    "stop -t 0 X, rm -f X",
    "restart -t 0 X, kill X",
    "restart -t 0 X, rm -f X",
    "restart -t 0 X, restart -t 0 X",
    "pause X, stop -t 0 X",
    "pause X, rm -f X",
    "update -m 64m X, stop -t 0 X",
    "update --restart always X, kill X",
    "rename X Y, rename X Z",
    "rename X Y, rm -f X",
    "commit X IMAGE, rm -f X",
    "cp X:/bin/busybox -, rm -f X",
    "cp /etc/passwd X:/tmp, rm -f X",
    "export X, rm -f X",
    "diff X, rm -f X",
    "inspect X, rm -f X",
    "rm -f X, rm -f X",
  })
  void ofARunningContainerBothEnd(String first, String second) {
    rounds(List.of("run", "-d", "-i"), first, second);
  }

  @ParameterizedTest
  @CsvSource({
    "start X, rm X",
    "start X, rm -f X",
    "start -a X, rm -f X",
    "start X, start X",
    "start X, kill X",
    "start X, rename X Y",
    "start X, exec X true",
    "start X, cp /etc/passwd X:/tmp",
    "export X, start X",
    "rm X, rm X",
    "rm X, commit X IMAGE",
    "cp /etc/passwd X:/tmp, rm X",
  })
  void ofOneAtRestBothEnd(String first, String second) {
    rounds(List.of("create", "-i"), first, second);
  }

  private void rounds(List<String> making, String first, String second) {
    String image = jdock.image();
    for (int round = 0; round < ROUNDS; round++) {
      List<String> names = List.of(jdock.container(), jdock.container(), jdock.container());
      List<String> make = new ArrayList<>(making);
      make.addAll(List.of("--network", "none", "--name", names.get(0), jdock.busybox()));
      make.addAll(List.of("sleep", "600"));
      jdock.run(make.toArray(String[]::new)).ok();
      try (Running one = jdock.start(line(first, names, image)).closeInput()) {
        LockSupport.parkNanos(round * STEP_NANOS);
        try (Running other = jdock.start(line(second, names, image)).closeInput()) {
          check(other.await(LIMIT));
          if (!jdock.run("rm", "-f", names.get(0), names.get(1), names.get(2)).err().isEmpty()) {
            assertThat(jdock.run("ps", "-a", "--format", "{{.Names}}").lines())
                .doesNotContainAnyElementsOf(names);
          }
          check(one.await(LIMIT));
        }
      }
    }
  }

  private static String[] line(String command, List<String> names, String image) {
    return command
        .replace("X", names.get(0))
        .replace("Y", names.get(1))
        .replace("Z", names.get(2))
        .replace("IMAGE", image)
        .split(" ", -1);
  }

  private static void check(Result result) {
    assertThat(result.exitCode()).as(result.toString()).isIn(EXIT_CODES);
    for (String line : result.err().lines().toList()) {
      assertThat(line)
          .as(result.toString())
          .doesNotContain("Exception", "null", "/proc/", "/containers/")
          .doesNotContainPattern("\\bE[A-Z]{3,}\\b");
    }
  }

  @Test
  void manyCommandsOnOneContainerEnd() {
    String name = jdock.container();
    jdock
        .run("run", "-d", "--network", "none", "--name", name, jdock.busybox(), "sleep", "600")
        .ok();
    List<Running> commands = new ArrayList<>();
    for (String command : List.of("rm -f", "stop -t 0", "kill", "restart -t 0", "rm -f", "ps -a")) {
      List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
      if (!command.startsWith("ps")) {
        line.add(name);
      }
      commands.add(jdock.start(line.toArray(String[]::new)));
    }
    for (Running command : commands) {
      try (command) {
        check(command.closeInput().await(LIMIT));
      }
    }
    jdock.run("rm", "-f", name);
    assertThat(jdock.run("ps", "-aq", "--filter", "name=" + name).ok().out()).isEmpty();
  }
}
