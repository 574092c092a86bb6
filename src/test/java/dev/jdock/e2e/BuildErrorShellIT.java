package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** build --on-error shell. */
@EndToEnd
@JdockOnly("Docker has no such flag")
class BuildErrorShellIT {
  private final Jdock jdock;
  private @TempDir Path context = Path.of("");

  BuildErrorShellIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void failInTheMiddle() {
    Host.write(context.resolve("token"), "the secret");
    Host.write(
        context.resolve("Dockerfile"),
        """
        FROM %s
        WORKDIR /work
        ENV SAID="by the image"
        RUN --mount=type=secret,id=token touch made; exit 3
        """
            .formatted(jdock.busybox()));
  }

  @AfterEach
  void nothingOfItRuns() {
    Eventually.that(
        () -> "a shell is left",
        () ->
            ProcessHandle.allProcesses()
                .noneMatch(p -> p.info().commandLine().orElse("").contains("sleep 7213")));
  }

  private Terminal open() {
    return jdock.terminal(
        31,
        101,
        "build",
        "--secret",
        "id=token,src=" + context.resolve("token"),
        "--on-error",
        "shell",
        context.toString());
  }

  @Test
  void aShellIsWhereTheStepHasFailed() {
    try (Terminal terminal = open()) {
      terminal.awaitText("exit ends the build").awaitText("/work # ");
      terminal.type("ls; cat /run/secrets/token; echo; echo $SAID; stty size; echo $TERM\r");
      terminal.awaitText("made").awaitText("the secret").awaitText("by the image");
      terminal.awaitText("31 101").awaitText("xterm");
      terminal.resize(40, 120).type("exit\r");
      Result result = terminal.await().exits(1);
      assertThat(result.out())
          .contains("exit code: 3")
          .containsPattern(
              "ERROR: failed to build: failed to solve: process .* did not complete successfully");
    }
  }

  @Test
  void itsSizeFollowsTheUsers() {
    try (Terminal terminal = open()) {
      terminal.awaitText("/work # ").resize(41, 121);
      Eventually.that(
          terminal::text,
          () -> {
            terminal.type("stty size\r");
            return terminal.text().contains("41 121");
          });
      terminal.type("exit\r").await().exits(1);
    }
  }

  @Test
  void itEndsWithTheUsersWindow() {
    Leftovers before = jdock.leftovers();
    try (Terminal terminal = open()) {
      terminal.awaitText("/work # ").type("echo sleep''ing; sleep 7213\r").awaitText("sleeping");
      terminal.hangUp();
      Eventually.that(
          () -> "left: " + jdock.leftovers().since(before),
          () -> jdock.leftovers().since(before).stream().noneMatch(BuildErrorShellIT::isOfAStep));
    }
  }

  /** The engine keeps its bridge for a while, and its own process. */
  private static boolean isOfAStep(String left) {
    return left.startsWith("mount ")
        || left.startsWith("cgroup ")
        || left.startsWith("netns ")
        || left.startsWith("link ve");
  }

  @Test
  void aBuildThatSucceedsAsksForNothing() {
    Host.write(context.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\nRUN true\n");
    try (Terminal terminal =
        jdock.terminal(24, 80, "build", "--on-error", "shell", context.toString())) {
      assertThat(terminal.await().ok().out()).doesNotContain("exit ends the build");
    }
  }
}
