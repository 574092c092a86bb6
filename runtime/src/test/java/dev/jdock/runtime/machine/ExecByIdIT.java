package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.JdockException.Kind;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Streams;
import dev.jdock.runtime.engine.WaitCondition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecByIdIT extends MachineRoomFixture {
  private String running() {
    return start(SpecBuilder.command("sleep", "1000"));
  }

  private JsonNode inspected(String exec) {
    return room.execs().inspect(exec);
  }

  private static void assertRefused(Kind kind, String message, Action action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            JdockException.class, e -> assertThat(e.kind()).as("%s", e).isEqualTo(kind))
        .hasMessage(message);
  }

  private interface Action {
    void run() throws Exception;
  }

  private JsonNode idsOf(String container) {
    return containers().inspect(container, false).path("ExecIDs");
  }

  @Test
  void preparedOneDoesNothingUntilItIsStarted() throws Exception {
    String container = running();
    String exec = room.execs().create(container, exec(null, false, true, "sh", "-c", "exit 7"));
    assertThat(exec).matches("[0-9a-f]{64}");
    JsonNode json = inspected(exec);
    assertThat(json.path("Running").asBoolean()).isFalse();
    assertThat(json.path("ExitCode").isNull()).isTrue();
    assertThat(json.path("Pid").asInt()).isZero();
    assertThat(json.path("ContainerID").asText()).isEqualTo(container);
    assertThat(json.path("ProcessConfig").toString())
        .isEqualTo(
            "{\"tty\":false,\"entrypoint\":\"sh\",\"arguments\":[\"-c\",\"exit"
                + " 7\"],\"privileged\":false}");
    assertThat(json.path("OpenStdin").asBoolean()).isTrue();
    assertThat(json.path("DetachKeys").asText()).isEqualTo("EBE=");
    assertThat(idsOf(container)).extracting(JsonNode::asText).containsExactly(exec);
    try (Exec started = room.execs().start(exec, Streams.none())) {
      assertThat(started.await()).isEqualTo(7);
    }
    assertThat(inspected(exec).path("ExitCode").asInt()).isEqualTo(7);
    assertThat(inspected(exec).path("Running").asBoolean()).isFalse();
    assertThat(inspected(exec).path("Pid").asInt()).isPositive();
    assertThat(idsOf(container).isNull()).isTrue();
  }

  @Test
  void isStartedOnce() throws Exception {
    String container = running();
    String exec = room.execs().create(container, exec(null, false, false, "sleep", "1000"));
    try (Exec started = room.execs().start(exec, Streams.none())) {
      assertThat(inspected(exec).path("Running").asBoolean()).isTrue();
      assertRefused(
          Kind.CONFLICT,
          "exec command " + exec + " is already running",
          () -> room.execs().start(exec, Streams.none()).close());
      started.signal("KILL");
      assertThat(started.await()).isEqualTo(137);
    }
    assertRefused(
        Kind.CONFLICT,
        "exec command " + exec + " has already run",
        () -> room.execs().start(exec, Streams.none()).close());
  }

  @Test
  void thatCannotBeExecutedHasAnExitCodeAllTheSame() throws Exception {
    String exec = room.execs().create(running(), exec(null, false, false, "nosuch"));
    assertThatThrownBy(() -> room.execs().start(exec, Streams.none()).close())
        .hasMessageContaining("exec: \"nosuch\": executable file not found in $PATH");
    assertThat(inspected(exec).path("ExitCode").asInt()).isEqualTo(127);
  }

  @Test
  void connectsOnlyTheStreamsThatWereAskedFor() throws Exception {
    ExecSpec spec =
        new ExecSpec(
            List.of("sh", "-c", "echo out; echo err >&2; cat"),
            List.of(),
            null,
            null,
            false,
            false,
            false,
            true,
            false,
            null);
    Collected out = new Collected();
    Collected err = new Collected();
    String exec = room.execs().create(running(), spec);
    try (Exec started =
        room.execs().start(exec, new Streams(stream("in"), out, err, new byte[0]))) {
      assertThat(started.await()).isZero();
    }
    assertThat(out.text()).isEmpty();
    assertThat(err.text()).isEqualTo("err\n");
  }

  @Test
  void hasASizeOnceItRuns() throws Exception {
    String exec = room.execs().create(running(), exec(null, true, false, "sh", "-c", "read x"));
    assertRefused(
        Kind.INVALID, "exec process is not started", () -> room.execs().resize(exec, 20, 70));
    try (Exec started = room.execs().start(exec, Streams.none())) {
      room.execs().resize(exec, 20, 70);
      started.signal("KILL");
      assertThat(started.await()).isEqualTo(137);
    }
  }

  @Test
  void isForgottenWithTheRunItWasPreparedFor() throws Exception {
    String container = running();
    String prepared = room.execs().create(container, exec(null, false, false, "true"));
    String ended = room.execs().create(container, exec(null, false, false, "true"));
    try (Exec started = room.execs().start(ended, Streams.none())) {
      assertThat(started.await()).isZero();
    }
    containers().kill(container, "KILL");
    containers().await(container, WaitCondition.NOT_RUNNING);
    assertRefused(Kind.NOT_FOUND, "No such exec instance: " + prepared, () -> inspected(prepared));
    assertThat(inspected(ended).path("ExitCode").asInt()).isZero();
    containers().remove(container, false, false);
    assertRefused(Kind.NOT_FOUND, "No such exec instance: " + ended, () -> inspected(ended));
  }

  @Test
  void isRefusedWhileTheContainerIsPaused() throws Exception {
    String container = running();
    String prepared = room.execs().create(container, exec(null, false, false, "true"));
    containers().pause(container);
    String message = "Container " + container + " is paused, unpause the container before exec";
    assertRefused(
        Kind.CONFLICT,
        message,
        () -> room.execs().create(container, exec(null, false, false, "true")));
    assertRefused(
        Kind.CONFLICT, message, () -> room.execs().start(prepared, Streams.none()).close());
    containers().unpause(container);
    try (Exec started = room.execs().start(prepared, Streams.none())) {
      assertThat(started.await()).isZero();
    }
  }
}
