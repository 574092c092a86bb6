package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Output that nobody reads, as that of {@code | less}, holds up its own command and no other one.
 */
@EndToEnd
@JdockOnly("holds up less than Docker, whose cp keeps the container's lock")
class StalledReaderIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String FLOOD = "while :; do echo to stdout; echo to stderr >&2; done";

  @TempDir Path folder;

  private final Jdock jdock;
  private final List<Process> stalled = new ArrayList<>();
  private String flooding = "";

  StalledReaderIT(Jdock jdock) {
    this.jdock = jdock;
  }

  /** A file that no pipe takes whole, in a container that writes for ever. */
  @BeforeEach
  void flood() {
    flooding = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            flooding,
            jdock.busybox(),
            "sh",
            "-c",
            "head -c 4000000 /dev/zero > /large; echo ready; while :; do sleep 0.01; echo x; done")
        .ok();
    jdock.awaitLog(flooding, "ready");
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process each : stalled) {
      each.destroyForcibly().waitFor();
    }
  }

  /** Nobody reads what it prints. */
  private Process stall(String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(jdock.commandLine(arguments));
    builder.environment().putAll(jdock.environment());
    Process process = builder.start();
    stalled.add(process);
    return process;
  }

  /** A pipe is full with so little where it was written to in pieces. */
  private Process stallFull(String... arguments) throws IOException {
    Process process = stall(arguments);
    Eventually.that(
        () -> String.join(" ", arguments) + " does not fill its pipe",
        () -> unread(process) > 30_000);
    return process;
  }

  private static int unread(Process process) {
    try {
      return process.getInputStream().available() + process.getErrorStream().available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void othersGoOn() {
    jdock.run(SOON, "ps").ok();
    assertThat(jdock.run(SOON, "run", "--rm", jdock.busybox(), "seq", "40000").ok().out())
        .endsWith("40000\n");
    jdock.run(SOON, "inspect", flooding).ok();
    jdock.run(SOON, "exec", flooding, "echo", "here").prints("here");
    Path copy = folder.resolve("copy");
    jdock.run(SOON, "cp", flooding + ":/large", copy.toString()).ok();
    assertThat(copy).hasSize(4_000_000);
    jdock.run(SOON, "logs", "-n", "1", flooding).ok();
  }

  private void containerCanBeStoppedAndRemoved() {
    jdock.run(SOON, "stop", "-t", "0", flooding).ok();
    jdock.run(SOON, "start", flooding).ok();
    jdock.run(SOON, "rm", "-f", flooding).ok();
  }

  @Test
  void ofABuildsStep() throws IOException {
    Path context = Files.createDirectory(folder.resolve("context"));
    Files.writeString(
        context.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\nRUN " + FLOOD + "\n");
    Process build = stallFull("build", "--no-cache", context.toString());
    othersGoOn();
    Files.writeString(
        context.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\nRUN echo other\n");
    jdock.run(SOON, "build", "--no-cache", context.toString()).ok();
    containerCanBeStoppedAndRemoved();
    assertThat(build.isAlive()).isTrue();
  }

  @Test
  void ofARun() throws IOException {
    Process run =
        stallFull("run", "--rm", "--name", jdock.container(), jdock.busybox(), "sh", "-c", FLOOD);
    othersGoOn();
    assertThat(run.isAlive()).isTrue();
  }

  @Test
  void ofLogsThatAreFollowed() throws IOException {
    String loud = jdock.container();
    jdock.run("run", "-d", "--name", loud, jdock.busybox(), "sh", "-c", FLOOD).ok();
    stallFull("logs", "-f", loud);
    othersGoOn();
    jdock.run(SOON, "rm", "-f", loud).ok();
  }

  @Test
  void ofAttachAndExec() throws IOException {
    String loud = jdock.container();
    jdock.run("run", "-d", "--name", loud, jdock.busybox(), "sh", "-c", FLOOD).ok();
    stallFull("attach", "--no-stdin", loud);
    stallFull("exec", flooding, "sh", "-c", FLOOD);
    othersGoOn();
    containerCanBeStoppedAndRemoved();
    jdock.run(SOON, "exec", loud, "echo", "here").prints("here");
    jdock.run(SOON, "rm", "-f", loud).ok();
  }

  @Test
  void ofEventsAndStats() throws IOException {
    Process events = stall("events", "--format", "{{.Action}}" + "x".repeat(30_000));
    stallFull("stats", "--format", "{{.Name}}" + "x".repeat(30_000));
    Eventually.that(
        () -> "events does not fill its pipe",
        () -> {
          jdock.run(SOON, "exec", flooding, "true").ok();
          return unread(events) > 30_000;
        });
    othersGoOn();
    containerCanBeStoppedAndRemoved();
  }

  @Test
  void ofArchivesOfARunningContainer() throws IOException {
    stallFull("export", flooding);
    stallFull("cp", flooding + ":/large", "-");
    stallFull("save", jdock.busybox());
    othersGoOn();
    containerCanBeStoppedAndRemoved();
  }

  @Test
  void ofArchivesOfAContainerAtRest() throws IOException {
    jdock.run("stop", "-t", "0", flooding).ok();
    stallFull("export", flooding);
    stallFull("cp", flooding + ":/large", "-");
    Path copy = folder.resolve("copy");
    jdock.run(SOON, "cp", flooding + ":/large", copy.toString()).ok();
    assertThat(copy).hasSize(4_000_000);
    assertThat(jdock.run(SOON, "diff", flooding).ok().out()).contains("A /large");
    jdock.run(SOON, "stop", flooding).ok();
    jdock.run(SOON, "start", flooding).ok();
    othersGoOn();
    containerCanBeStoppedAndRemoved();
  }

  @Test
  void ofAnArchiveThatDoesNotComeHoldsUpNoReader() throws IOException {
    jdock.run("stop", "-t", "0", flooding).ok();
    stall("cp", "-", flooding + ":/");
    Path copy = folder.resolve("copy");
    jdock.run(SOON, "cp", flooding + ":/large", copy.toString()).ok();
    jdock.run(SOON, "stop", flooding).ok();
    jdock.run(SOON, "inspect", flooding).ok();
  }
}
