package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine, or a container, runs out of something: commands say so, and once there is enough
 * again everything works and nothing is left. {@link FullDiskIT} is about disks.
 */
@EndToEnd
@JdockOnly("Docker's daemon is not ours to starve")
class RunningOutIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Jdock suite;
  private OwnRoot root;
  private Jdock jdock;

  RunningOutIT(Jdock jdock) {
    this.suite = jdock;
    this.root = null;
    this.jdock = jdock;
  }

  @BeforeEach
  void makeRoot() {
    root = OwnRoot.of(suite);
    jdock = root.jdock();
    jdock.run("run", "-d", "--name", "before", jdock.busybox(), "sleep", "600").ok();
  }

  @AfterEach
  void close() {
    root.close();
  }

  /** Containers' kinds of leavings: those of the container that was there before stay. */
  private Set<String> ofContainers() {
    Set<String> found = new TreeSet<>(Leftovers.of(Set.of(new StateRoot(root.path()))).own());
    found.removeIf(each ->
        !each.startsWith("cgroup ") && !each.startsWith("link ") && !each.startsWith("mount "));
    return found;
  }

  private void failsOrWorksThenWorks(LongFunction<Shortage> shortage) {
    Set<String> before = ofContainers();
    long engine = new StateRoot(root.path()).engine().orElseThrow();
    try (Shortage _ = shortage.apply(engine)) {
      for (int i = 0; i < 3; i++) {
        saysWhatIsWrong("run", "--rm", jdock.busybox(), "true");
        saysWhatIsWrong("exec", "before", "true");
      }
    }
    assertThat(new StateRoot(root.path()).engine()).as("the same engine").hasValue(engine);
    jdock.run(LIMIT, "run", "--rm", "-p", "80", jdock.busybox(), "echo", "enough").prints("enough");
    jdock.run(LIMIT, "exec", "before", "echo", "again").prints("again");
    assertThat(jdock.run("ps", "-a", "--format", "{{.Names}} {{.State}}").text())
        .isEqualTo("before running");
    Eventually.that(
        () -> ofContainers() + " instead of " + before, () -> ofContainers().equals(before));
  }

  private void awaitHealth(String id, String status) {
    Eventually.that(
        () -> id + " is not " + status + ": " + jdock.run("inspect", id),
        () -> jdock.format(id, "{{.State.Health.Status}}").equals(status));
  }

  /** A command need not fail, but it ends, and in words that a user understands. */
  private void saysWhatIsWrong(String... command) {
    Result result = jdock.run(LIMIT, command);
    if (result.exitCode() != 0) {
      assertThat(result.err().strip())
          .as("%s", result)
          .isNotEmpty()
          .doesNotContain("Exception", "java.", "OutOfMemoryError", "\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 5, 10, 20, 40})
  void engineThatHasNoDescriptorsGoesOnOnceItHas(int more) {
    failsOrWorksThenWorks(engine -> Shortage.ofDescriptors(engine, more));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 6})
  void engineThatCannotStartThreadsGoesOnOnceItCan(int more) {
    failsOrWorksThenWorks(engine -> Shortage.ofThreads(engine, more));
  }

  /** What starts it is gone before it begins. */
  @Test
  void containerHasAllItsProcessesFromItsFirstMomentOn() {
    String script = "sleep 0.3 & sleep 0.3 & sleep 0.3 & wait; echo all";
    for (int i = 0; i < 3; i++) {
      jdock
          .run("run", "--rm", "--pids-limit", "4", jdock.busybox(), "sh", "-c", script)
          .prints("all");
    }
  }

  @Test
  void containerWithoutProcessesToSpareIsLookedIntoOnceItHas() {
    String script =
        "trap 'kill $one' USR1; sleep 600 & one=$!; sleep 600 & sleep 600 & while :; do wait; done";
    String health = "--health-cmd=true --health-interval=1s --health-retries=1";
    List<String> line = new ArrayList<>(List.of("run", "-d", "--pids-limit", "4"));
    line.addAll(List.of(health.split(" ")));
    line.addAll(List.of(jdock.busybox(), "sh", "-c", script));
    String id = jdock.run(line.toArray(String[]::new)).text();
    awaitHealth(id, "unhealthy");
    Result full = jdock.run(LIMIT, "exec", id, "true");
    assertThat(full.exitCode()).as("%s", full).isNotZero();
    saysWhatIsWrong("exec", id, "true");
    jdock.run("kill", "-s", "USR1", id).ok();
    awaitHealth(id, "healthy");
    jdock.run(LIMIT, "exec", id, "echo", "room").prints("room");
    jdock.run("rm", "-f", id).ok();
    assertThat(jdock.run("ps", "-aq").lines()).hasSize(1);
  }
}
