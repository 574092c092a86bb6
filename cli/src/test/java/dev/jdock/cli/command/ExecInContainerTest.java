package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Streams;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecInContainerTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  private boolean detached;

  @BeforeEach
  void answer() {
    harness.engine.answer("resolve", "abc");
    harness.engine.answer("create", "e");
    harness.engine.answer(
        "start",
        arguments -> {
          Streams streams = harness.engine.argument("start", Streams.class);
          if (streams.stdout() != null) {
            streams.stdout().write("out".getBytes(StandardCharsets.UTF_8));
          }
          return exec();
        });
  }

  private Exec exec() {
    return new Exec() {
      @Override
      public String id() {
        return "e";
      }

      @Override
      public int await() {
        harness.engine.calls.add("await exec");
        return 3;
      }

      @Override
      public boolean detached() {
        return detached;
      }

      @Override
      public void resize(int rows, int columns) {
        harness.engine.calls.add("resize exec " + rows + " " + columns);
      }

      @Override
      public void signal(String signal) {}

      @Override
      public void close() {
        harness.engine.calls.add("close exec");
      }
    };
  }

  @Test
  void returnsTheExitCodeAndTheOutput() {
    assertThat(harness.run("exec", "web", "ls", "-l"))
        .isEqualTo(new CommandLineHarness.Result(3, "out", ""));
    Streams streams = harness.engine.argument("start", Streams.class);
    assertThat(streams.stdin()).isNull();
    assertThat(streams.stderr()).isNotNull();
  }

  @Test
  void passesItsFlagsOn() {
    harness.environment.put("FROM_USER", "u");
    harness.run(
        "exec",
        "-i",
        "-e",
        "A=1",
        "-e",
        "FROM_USER",
        "-u",
        "1:2",
        "-w",
        "/w",
        "--privileged",
        "web",
        "ls",
        "-t");
    ExecSpec spec = harness.engine.argument("create", ExecSpec.class);
    assertThat(spec)
        .isEqualTo(
            new ExecSpec(
                List.of("ls", "-t"),
                List.of("A=1", "FROM_USER=u"),
                "1:2",
                "/w",
                false,
                true,
                true,
                true,
                true,
                "ctrl-p,ctrl-q"));
    assertThat(harness.engine.argument("start", Streams.class).stdin()).isNotNull();
  }

  @Test
  void detachedLeavesItRunning() {
    assertThat(harness.run("exec", "-d", "web", "sleep", "1"))
        .isEqualTo(new CommandLineHarness.Result(0, "", ""));
    assertThat(harness.engine.calls).contains("close exec").doesNotContain("await exec");
    assertThat(harness.engine.argument("create", ExecSpec.class).stdout()).isFalse();
  }

  @Test
  void aTerminalIsRawAndHasTheUsersSize() {
    harness.terminal = true;
    assertThat(harness.run("exec", "-it", "web", "sh").exitCode()).isEqualTo(3);
    assertThat(harness.terminalModes).containsExactly("raw", "restored");
    assertThat(harness.engine.calls).contains("resize exec 50 120");
    assertThat(harness.engine.argument("start", Streams.class).stderr()).isNull();
  }

  @Test
  void leavingWithTheDetachKeysIsAFailure() {
    detached = true;
    harness.terminal = true;
    assertThat(harness.run("exec", "-it", "web", "sh"))
        .isEqualTo(new CommandLineHarness.Result(1, "out", "read escape sequence\n"));
  }

  @Test
  void needsATerminalForOneAfterFindingTheContainer() {
    assertThat(harness.run("exec", "-it", "web", "sh"))
        .isEqualTo(new CommandLineHarness.Result(1, "", "the input device is not a TTY\n"));
    harness.engine.answer(
        "resolve",
        arguments -> {
          throw JdockException.notFound("No such container: web");
        });
    assertThat(harness.run("exec", "-it", "web", "sh").err())
        .isEqualTo("Error response from daemon: No such container: web\n");
  }

  @Test
  void aMissingCommandGivesTheShellsExitCode() {
    String message =
        "OCI runtime exec failed: exec failed: unable to start container process: exec: \"nope\":"
            + " executable file not found in $PATH";
    harness.engine.answer(
        "start",
        arguments -> {
          throw JdockException.invalid(message);
        });
    assertThat(harness.run("exec", "web", "nope"))
        .isEqualTo(new CommandLineHarness.Result(127, "", message + "\n"));
  }

  @Test
  void whatKeepsADetachedCommandFromItsStartIsTheDaemonsError() {
    String message =
        "OCI runtime exec failed: exec failed: exec: \"nope\": executable file not found";
    harness.engine.answer(
        "start",
        arguments -> {
          throw JdockException.invalid(message);
        });
    assertThat(harness.run("exec", "-d", "web", "nope"))
        .isEqualTo(
            new CommandLineHarness.Result(1, "", "Error response from daemon: " + message + "\n"));
  }

  @Test
  void anUnknownUserIsTheDaemonsError() {
    String message = "unable to find user nosuch: no matching entries in passwd file";
    harness.engine.answer(
        "start",
        arguments -> {
          throw JdockException.invalid(message);
        });
    assertThat(harness.run("exec", "-u", "nosuch", "web", "id"))
        .isEqualTo(
            new CommandLineHarness.Result(1, "", "Error response from daemon: " + message + "\n"));
  }
}
