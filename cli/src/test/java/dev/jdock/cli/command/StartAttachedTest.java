package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.Exit;
import dev.jdock.runtime.engine.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartAttachedTest {
  private final CommandLineHarness harness = new CommandLineHarness();
  private Attachment.End end = Attachment.End.OUTPUT_ENDED;

  @BeforeEach
  void answer() throws IOException {
    container(false, true, false);
    harness.engine.answer("exit", arguments -> (Exit) () -> 5);
    harness.engine.answer(
        "attach",
        arguments ->
            new Attachment() {
              @Override
              public End await() {
                return end;
              }

              @Override
              public void close() {}
            });
  }

  private void container(boolean tty, boolean openStdin, boolean autoRemove) throws IOException {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                """
                {"Id":"abc","Config":{"Tty":%s,"OpenStdin":%s},"HostConfig":{"AutoRemove":%s}}
                """
                    .formatted(tty, openStdin, autoRemove));
    harness.engine.answer("inspect", json);
  }

  @Test
  void attachesBeforeTheStartAndReturnsTheExitCode() {
    harness.engine.answer(
        "start",
        arguments -> {
          Streams streams = harness.engine.argument("attach", Streams.class);
          Objects.requireNonNull(streams.stdout()).write("out".getBytes(StandardCharsets.UTF_8));
          return null;
        });
    assertThat(harness.run("start", "-a", "web"))
        .isEqualTo(new CommandLineHarness.Result(5, "out", ""));
    assertThat(harness.engine.calls.stream().map(call -> call.split("\\[", 2)[0]))
        .containsExactly("inspect", "exit", "attach", "start");
    assertThat(harness.engine.argument("attach", Streams.class).stdin()).isNull();
  }

  @Test
  void interactiveConnectsTheInputOfAContainerThatHasOne() throws IOException {
    harness.run("start", "-i", "web");
    assertThat(harness.engine.argument("attach", Streams.class).stdin()).isNotNull();
    container(false, false, false);
    harness.run("start", "-ai", "web");
    assertThat(harness.engine.argument("attach", Streams.class).stdin()).isNull();
  }

  @Test
  void aTerminalHasOneStreamAndGetsTheUsersSize() throws IOException {
    container(true, true, false);
    harness.terminal = true;
    harness.run("start", "-ai", "web");
    assertThat(harness.engine.argument("attach", Streams.class).stderr()).isNull();
    assertThat(harness.terminalModes).containsExactly("raw", "restored");
    assertThat(harness.engine.calls).contains("resize[abc, 50, 120]");
  }

  @Test
  void detachingIsNoFailure() {
    end = Attachment.End.DETACHED;
    assertThat(harness.run("start", "-a", "--detach-keys", "x", "web").exitCode()).isZero();
    assertThat(harness.engine.argument("attach", Streams.class).detachKeys()).containsExactly('x');
  }

  @Test
  void waitsForTheRemovalOfAContainerThatRemovesItself() throws IOException {
    container(false, true, true);
    harness.engine.answer("exit", arguments -> (Exit) () -> 8);
    assertThat(harness.run("start", "-a", "web").exitCode()).isEqualTo(8);
    assertThat(harness.engine.calls).contains("exit[abc, REMOVED]");
  }

  @Test
  void anUnknownContainerIsOneLine() {
    harness.engine.answer(
        "inspect",
        arguments -> {
          throw JdockException.notFound("No such container: web");
        });
    assertThat(harness.run("start", "-a", "web"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1, "", "Error response from daemon: No such container: web\n"));
  }
}
