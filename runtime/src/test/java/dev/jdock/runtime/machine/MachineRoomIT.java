package dev.jdock.runtime.machine;

import static dev.jdock.runtime.machine.SpecBuilder.command;
import static dev.jdock.runtime.machine.SpecBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.Exit;
import dev.jdock.runtime.engine.LogRequest;
import dev.jdock.runtime.engine.Streams;
import dev.jdock.runtime.engine.WaitCondition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The life of containers, from their creation to their removal. */
class MachineRoomIT extends MachineRoomFixture {

  @Test
  void exitCodesAreTheProgrammes() throws Exception {
    assertThat(run(command("true")).exitCode()).isEqualTo(0);
    assertThat(run(shell("exit 3")).exitCode()).isEqualTo(3);
  }

  @Test
  void missingProgramIs127AndLeavesAContainerAtRest() {
    String id = create(command("no-such-program"));
    assertThatThrownBy(() -> containers().start(id))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("exec: \"no-such-program\": executable file not found in $PATH");
    assertThat(containers().inspect(id, false).at("/State/ExitCode").asInt()).isEqualTo(127);
    assertThat(containers().inspect(id, false).at("/State/Running").asBoolean()).isFalse();
  }

  @Test
  void fileWithoutPermissionIs126AndLeavesNoCgroup() throws Exception {
    String id = create(command("/bin/not-executable"));
    assertThatThrownBy(() -> containers().start(id)).hasMessageContaining("permission denied");
    assertThat(containers().inspect(id, false).at("/State/ExitCode").asInt()).isEqualTo(126);
    assertThat(cgroups(id)).isEmpty();
    assertThat(children("run/c")).isEmpty();
  }

  @Test
  void failedStartOfASelfRemovingContainerRemovesIt() {
    String id = create(command("no-such-program").autoRemove());
    assertThatThrownBy(() -> containers().start(id)).isInstanceOf(JdockException.class);
    assertThatThrownBy(() -> containers().resolve(id)).hasMessage("No such container: " + id);
  }

  @Test
  void standardOutputAndErrorStayApart() throws Exception {
    Result result = run(shell("echo one; echo two >&2"));
    assertThat(result).isEqualTo(new Result(0, "one\n", "two\n"));
  }

  @Test
  void largeOutputArrivesWhole() throws Exception {
    Result result = run(shell("seq 1 200000"));
    assertThat(result.out().lines().count()).isEqualTo(200_000);
    assertThat(result.out()).endsWith("\n200000\n");
  }

  @Test
  void inputEndsWithTheClients() throws Exception {
    assertThat(run(command("cat").stdin(), "x\n")).isEqualTo(new Result(0, "x\n", ""));
  }

  @Test
  void withoutInputReadingFindsTheEnd() throws Exception {
    assertThat(run(command("cat"))).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void attachingInputOnlyHearsOfTheEnd() throws Exception {
    String id = create(command("cat").stdin());
    try (Attachment attachment =
        containers().attach(id, new Streams(stream("x"), null, null, new byte[0]))) {
      containers().start(id);
      assertThat(attachment.await()).isEqualTo(Attachment.End.OUTPUT_ENDED);
    }
    assertThat(containers().await(id, WaitCondition.NOT_RUNNING)).isEqualTo(0);
  }

  @Test
  void terminalMergesTheStreamsAndHasASize() throws Exception {
    String id = create(shell("tty; read x; stty size; echo end >&2").tty().stdin());
    Collected out = new Collected();
    try (PipedOutputStream typing = new PipedOutputStream();
        Attachment attachment =
            containers()
                .attach(id, new Streams(new PipedInputStream(typing), out, null, new byte[0]))) {
      containers().start(id);
      out.awaitText("/dev/pts/0");
      containers().resize(id, 33, 77);
      typing.write('\n');
      typing.flush();
      attachment.await();
    }
    assertThat(out.text()).contains("33 77\r\n", "end\r\n");
  }

  @Test
  void detachKeysLeaveItRunning() throws Exception {
    String id = create(command("cat").tty().stdin());
    Streams streams =
        new Streams(stream("hi\n\u0010\u0011"), new Collected(), null, new byte[] {16, 17});
    try (Attachment attachment = containers().attach(id, streams)) {
      containers().start(id);
      assertThat(attachment.await()).isEqualTo(Attachment.End.DETACHED);
    }
    assertThat(containers().inspect(id, false).at("/State/Running").asBoolean()).isTrue();
  }

  @Test
  void stopEndsByTheStopSignal() throws Exception {
    String id = create(shell("trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done"));
    awaitReady(id);
    containers().stop(id, null, 20);
    assertThat(containers().await(id, WaitCondition.NOT_RUNNING)).isEqualTo(7);
  }

  @Test
  void stopKillsWhatIgnoresTheStopSignal() throws Exception {
    String id = start(command("sleep", "1000"));
    containers().stop(id, null, 0);
    assertThat(containers().await(id, WaitCondition.NOT_RUNNING)).isEqualTo(137);
  }

  @Test
  void killSendsTheSignalAndConflictsAtRest() throws Exception {
    String id = create(shell("trap 'exit 9' USR1; echo ready; while :; do sleep 0.05; done"));
    awaitReady(id);
    Exit exit = containers().exit(id, WaitCondition.NEXT_EXIT);
    containers().kill(id, "USR1");
    assertThat(exit.await()).isEqualTo(9);
    assertThatThrownBy(() -> containers().kill(id, "KILL")).hasMessageContaining("is not running");
  }

  private void awaitReady(String id) throws InterruptedException {
    Collected out = new Collected();
    try (Attachment attachment =
        containers().attach(id, new Streams(null, out, null, new byte[0]))) {
      containers().start(id);
      out.awaitText("ready");
      assertThat(attachment).isNotNull();
    }
  }

  @Test
  void runsAgainAndKeepsItsFiles() throws Exception {
    String id = create(shell("cat /tmp/n 2>/dev/null; echo run >> /tmp/n"));
    assertThat(runCreated(id, null).out()).isEmpty();
    assertThat(runCreated(id, null).out()).isEqualTo("run\n");
  }

  @Test
  void selfRemovingContainerTellsItsExitCodeHoweverShortItIs() throws Exception {
    for (int i = 0; i < 5; i++) {
      String id = create(shell("exit 5").autoRemove());
      Exit exit = containers().exit(id, WaitCondition.REMOVED);
      containers().start(id);
      assertThat(exit.await()).isEqualTo(5);
      assertThatThrownBy(() -> containers().resolve(id)).isInstanceOf(JdockException.class);
    }
  }

  @Test
  void restartOfASelfRemovingContainerKeepsIt() throws Exception {
    String id = start(command("sleep", "1000").autoRemove());
    containers().restart(id, null, 0);
    assertThat(containers().inspect(id, false).at("/State/Running").asBoolean()).isTrue();
    containers().remove(id, true, true);
    assertThatThrownBy(() -> containers().resolve(id)).isInstanceOf(JdockException.class);
  }

  @Test
  void manyStartsAndRemovalsAtOnceEndWithNothing() throws Exception {
    String id = create(command("sleep", "1000"));
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        work.add(() -> {
          containers().start(id);
          return true;
        });
        work.add(() -> {
          containers().remove(id, true, false);
          return true;
        });
      }
      for (Future<Boolean> done : pool.invokeAll(work)) {
        assertThat(done.state()).isIn(Future.State.SUCCESS, Future.State.FAILED);
      }
    }
    assertThatThrownBy(() -> containers().resolve(id)).hasMessage("No such container: " + id);
  }

  @Test
  void runningContainerIsRemovedByForceOnly() {
    String id = start(command("sleep", "1000").name("busy"));
    assertThatThrownBy(() -> containers().remove(id, false, false))
        .hasMessage(
            "cannot remove container \"busy\": container is running: stop the container before"
                + " removing or force remove");
    containers().remove(id, true, false);
  }

  @Test
  void publishedPortIsReachable() throws Exception {
    String id = start(shell("while :; do echo hello | nc -l -p 80; done").publish(80));
    int port =
        containers().inspect(id, false).at("/NetworkSettings/Ports/80~1tcp/0/HostPort").asInt();
    assertThat(answer(port)).isEqualTo("hello\n");
  }

  /** The container may need a moment until it listens. */
  private static String answer(int port) throws IOException {
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.shutdownOutput();
        String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!text.isEmpty()) {
          return text;
        }
      } catch (java.net.SocketException notYet) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void logsAreKeptAndFollowed() throws Exception {
    String id = create(shell("echo one; read x; echo two").stdin());
    Collected log = new Collected();
    try (PipedOutputStream typing = new PipedOutputStream();
        InputStream input = new PipedInputStream(typing);
        Attachment attachment =
            containers().attach(id, new Streams(input, null, null, new byte[0]));
        ExecutorService pool = Executors.newSingleThreadExecutor()) {
      containers().start(id);
      Future<?> following =
          pool.submit(() -> {
            containers()
                .logs(
                    id, LogRequest.all(true), (error, bytes) -> log.write(bytes, 0, bytes.length));
            return true;
          });
      log.awaitText("one");
      typing.write('\n');
      typing.flush();
      following.get();
      assertThat(attachment.await()).isEqualTo(Attachment.End.OUTPUT_ENDED);
    }
    assertThat(log.text()).isEqualTo("one\ntwo\n");
    containers().await(id, WaitCondition.NOT_RUNNING);
    Collected again = new Collected();
    containers()
        .logs(id, LogRequest.all(true), (error, bytes) -> again.write(bytes, 0, bytes.length));
    assertThat(again.text()).isEqualTo("one\ntwo\n");
  }

  @Test
  void clientThatStallsHoldsUpTheContainerAndNotTheMemory() throws Exception {
    String id = create(command("yes"));
    Collected none = new Collected();
    OutputStream stalled =
        new OutputStream() {
          @Override
          public synchronized void write(int b) throws IOException {
            try {
              none.write(b);
              wait();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    Attachment attachment = containers().attach(id, new Streams(null, stalled, null, new byte[0]));
    containers().start(id);
    none.awaitText("y");
    attachment.close();
    containers().kill(id, "KILL");
    assertThat(containers().await(id, WaitCondition.NOT_RUNNING)).isEqualTo(137);
  }

  @Test
  void nextMachineRoomTakesOverWhatRuns() throws Exception {
    String id =
        create(
            shell("echo before; while ! [ -e /tmp/go ]; do sleep 0.05; done; echo after; exit 4"));
    awaitText(id, "before");
    int pid = containers().inspect(id, false).at("/State/Pid").asInt();
    room.close();
    room = open();

    assertThat(containers().inspect(id, false).at("/State/Pid").asInt()).isEqualTo(pid);
    assertThat(containers().inspect(id, false).at("/State/Running").asBoolean()).isTrue();
    Collected out = new Collected();
    try (Attachment attachment =
        containers().attach(id, new Streams(null, out, null, new byte[0]))) {
      assertThat(exec(id, exec(null, false, false, "touch", "/tmp/go"), null).exitCode())
          .isEqualTo(0);
      assertThat(attachment.await()).isEqualTo(Attachment.End.OUTPUT_ENDED);
    }
    assertThat(out.text()).isEqualTo("after\n");
    assertThat(containers().await(id, WaitCondition.NOT_RUNNING)).isEqualTo(4);
    Collected log = new Collected();
    containers()
        .logs(id, LogRequest.all(false), (error, bytes) -> log.write(bytes, 0, bytes.length));
    assertThat(log.text()).isEqualTo("before\nafter\n");
  }

  private void awaitText(String id, String text) throws InterruptedException {
    Collected out = new Collected();
    try (Attachment attachment =
        containers().attach(id, new Streams(null, out, null, new byte[0]))) {
      containers().start(id);
      out.awaitText(text);
      assertThat(attachment).isNotNull();
    }
  }

  @Test
  void nextMachineRoomFinishesWhatEndedMeanwhile() throws Exception {
    String id = start(command("sleep", "1000"));
    ProcessHandle process =
        ProcessHandle.of(containers().inspect(id, false).at("/State/Pid").asInt()).orElseThrow();
    room.close();
    process.destroyForcibly();
    room = open();
    containers().await(id, WaitCondition.NOT_RUNNING);
    assertThat(containers().inspect(id, false).at("/State/ExitCode").asInt()).isIn(137, 255);
  }
}
