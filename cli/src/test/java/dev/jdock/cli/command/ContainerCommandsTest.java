package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.error.JdockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerCommandsTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  private static Object noSuchContainer(Object name) {
    throw JdockException.notFound("No such container: " + name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stop a                    | stop[a, null, null]
          stop -s INT -t 3 a        | stop[a, INT, 3]
          container stop a          | stop[a, null, null]
          restart --timeout=-1 a    | restart[a, null, -1]
          kill a                    | kill[a, ]
          kill -s HUP a             | kill[a, HUP]
          rm -fv a                  | remove[a, true, true]
          container remove a        | remove[a, false, false]
          start a                   | start[a]
          """)
  void asksTheEngineAndPrintsTheName(String line, String call) {
    assertThat(harness.run(line.split(" "))).isEqualTo(new CommandLineHarness.Result(0, "a\n", ""));
    assertThat(harness.engine.calls).containsExactly(call);
  }

  @Test
  void handlesEveryArgumentAndTellsOfFailuresAtTheEnd() {
    harness.engine.answer(
        "stop", arguments -> "b".equals(arguments.getFirst()) ? null : noSuchContainer("x"));
    assertThat(harness.run("stop", "a", "b", "c"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1,
                "b\n",
                """
                Error response from daemon: No such container: x
                Error response from daemon: No such container: x
                """));
  }

  @Test
  void startNamesThoseThatFailed() {
    harness.engine.answer("start", arguments -> noSuchContainer(arguments.getFirst()));
    assertThat(harness.run("start", "a", "b"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1,
                "",
                """
                Error response from daemon: No such container: a
                Error response from daemon: No such container: b
                Error: failed to start containers: a, b
                """));
  }

  @Test
  void forcedRemovalOfNothingIsNoFailure() {
    harness.engine.answer("remove", arguments -> noSuchContainer(arguments.getFirst()));
    assertThat(harness.run("rm", "-f", "a"))
        .isEqualTo(
            new CommandLineHarness.Result(
                0, "", "Error response from daemon: No such container: a\n"));
  }

  @Test
  void waitPrintsExitCodes() {
    harness.engine.answer("await", arguments -> 3);
    assertThat(harness.run("wait", "a", "b"))
        .isEqualTo(new CommandLineHarness.Result(0, "3\n3\n", ""));
  }
}
