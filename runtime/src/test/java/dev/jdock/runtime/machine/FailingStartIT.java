package dev.jdock.runtime.machine;

import static dev.jdock.runtime.machine.SpecBuilder.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.AllowedDevices;
import dev.jdock.image.build.StepLimits;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.StepRunner.Step;
import dev.jdock.image.oci.ImageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every system call of a start fails once: whatever the start makes of it, the container can be
 * removed, nothing of it is left, and the next one starts.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailingStartIT extends MachineRoomFixture {
  /** More calls than any start makes: the test must come to an end. */
  private static final int MOST = 3000;

  /** The parent of the steps' cgroups: other engines, which may be busy, have theirs elsewhere. */
  private static final String STEPS = "jdock-failing-steps-" + ProcessHandle.current().pid();

  private static final StepRunner.Sandbox IN_OWN_CGROUP =
      new StepRunner.Sandbox(
          false,
          List.of(),
          List.of(),
          AllowedDevices.NONE,
          new StepLimits(0, 0, 0, 0, 0, "", "", STEPS, 0, List.of()));

  private static final Pattern STEP =
      Pattern.compile("failed to create task for container: step ([0-9] \\([a-z ]+\\)): ");

  @Test
  void startWithANetworkLeavesNothingWhicheverCallFails() throws Exception {
    everyCallFails(() -> command("sleep", "1000").publish(80));
  }

  @Test
  void startWithATerminalVolumesAndLimitsLeavesNothingWhicheverCallFails() throws Exception {
    everyCallFails(() ->
        command("sleep", "1000")
            .tty()
            .stdin()
            .volume("/data")
            .tmpfs("/scratch", "")
            .limits(64 << 20, 500_000_000, 50));
  }

  @Test
  void execLeavesNothingWhicheverCallFails() throws Exception {
    String id = start(command("sleep", "1000"));
    Leftovers before = Leftovers.of(this, id);
    for (int place = 0; place < MOST; place++) {
      @Nullable String failed;
      try (FailingCalls.Failure failure = FailingCalls.after(place)) {
        try {
          exec(id, exec(null, false, false, "true"), null);
        } catch (RuntimeException expected) {
          assertThat(expected).hasMessageNotContaining("Exception");
        }
        failed = failure.call();
      }
      if (failed == null) {
        assertThat(place).isGreaterThan(10);
        return;
      }
      before.assertSame(this, id, failed);
    }
    throw new AssertionError("more calls than expected");
  }

  @Test
  void runLeavesNothingWhicheverCallFails() throws Exception {
    runTrue(0);
    Leftovers before = Leftovers.ofRoomAtRest(this);
    for (int place = 0; place < MOST; place++) {
      @Nullable String failed;
      try (FailingCalls.Failure failure = FailingCalls.after(place)) {
        try {
          runTrue(place + 1);
        } catch (RuntimeException expected) {
          note(expected);
        }
        failed = failure.call();
      }
      if (failed == null) {
        assertThat(steps).contains("6 (cgroup)", "8 (launch)");
        return;
      }
      before.assertSame(this, "none", failed);
      assertThat(cgroupsOfSteps()).as("after %s failed", failed).isEmpty();
      assertThat(folder.resolve("run/c")).satisfies(FailingStartIT::isEmptyOrMissing);
    }
    throw new AssertionError("more calls than expected");
  }

  /** With cgroups of version 1 one for each controller. */
  private static List<Path> parentsOfSteps() throws IOException {
    try (Stream<Path> hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
      return Stream.concat(Stream.of(Path.of("/sys/fs/cgroup")), hierarchies)
          .map(hierarchy -> hierarchy.resolve(STEPS))
          .filter(Files::isDirectory)
          .toList();
    }
  }

  private static List<String> cgroupsOfSteps() throws IOException {
    return parentsOfSteps().stream()
        .flatMap(parent -> Leftovers.names(parent).stream())
        .filter(name -> name.length() == 64)
        .toList();
  }

  @AfterAll
  static void removeParentsOfSteps() throws IOException {
    for (Path parent : parentsOfSteps()) {
      Files.delete(parent);
    }
  }

  private static void isEmptyOrMissing(Path runs) {
    if (Files.exists(runs)) {
      assertThat(runs).isEmptyDirectory();
    }
  }

  /**
   * @param number of a layer of its own
   */
  private void runTrue(int number) throws Exception {
    Path layer = Files.createDirectory(folder.resolve("layer" + number));
    List<Path> lower = room.parts.images.lowerDirs(room.parts.images.find("busybox"));
    Step step =
        new Step(
            List.of("true"),
            List.of("PATH=/bin"),
            "",
            "/",
            lower,
            Files.createDirectory(layer.resolve("upper")),
            Files.createDirectory(layer.resolve("work")),
            "default",
            Map.of(),
            ImageConfig.empty(),
            List.of(),
            IN_OWN_CGROUP);
    int _ = room.parts.runStep.run(step, (error, bytes, length) -> {});
  }

  /** The steps of docs/container-start.md that failures were put down to. */
  private final Set<String> steps = new TreeSet<>();

  private void note(RuntimeException failure) {
    Matcher step = STEP.matcher(String.valueOf(failure.getMessage()));
    if (step.find()) {
      steps.add(step.group(1));
    }
  }

  private void everyCallFails(Supplier<SpecBuilder> spec) throws Exception {
    // The first one makes what stays: the bridge, the tables, the parents of cgroups.
    containers().remove(start(spec.get()), true, true);
    Leftovers before = Leftovers.ofRoomAtRest(this);
    for (int place = 0; place < MOST; place++) {
      String id = containers().create(spec.get().build()).id();
      @Nullable String failed;
      try (FailingCalls.Failure failure = FailingCalls.after(place)) {
        try {
          containers().start(id);
        } catch (RuntimeException expected) {
          note(expected);
          assertThat(containers().inspect(id, false).at("/State/Running").asBoolean())
              .as(failure.call())
              .isFalse();
        }
        failed = failure.call();
      }
      containers().remove(id, true, true);
      if (failed == null) {
        assertThat(steps).contains("6 (cgroup)", "8 (launch)");
        assertThat(place).isGreaterThan(50);
        return;
      }
      before.assertSame(this, id, failed);
    }
    throw new AssertionError("more calls than expected");
  }

  /** What may not grow. */
  private record Leftovers(
      List<String> descriptors, List<String> mounts, List<String> links, List<String> children) {

    /**
     * Of a room without containers, once it has deleted in the background what earlier ones left:
     * until then it has directories open.
     */
    static Leftovers ofRoomAtRest(MachineRoomFixture fixture) throws Exception {
      long deadline = System.nanoTime() + 60_000_000_000L;
      Leftovers now = of(fixture, "none");
      while (!fixture.children("root/containers").isEmpty() || now.reaches(fixture.folder)) {
        assertThat(System.nanoTime()).as("%s come to rest", now).isLessThan(deadline);
        Thread.onSpinWait();
        now = of(fixture, "none");
      }
      return now;
    }

    private boolean reaches(Path folder) {
      return descriptors.stream().anyMatch(file -> file.startsWith(folder + "/"))
          || !mounts.isEmpty();
    }

    static Leftovers of(MachineRoomFixture fixture, String id) throws IOException {
      return new Leftovers(
          openFiles(),
          Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
              .filter(line -> line.contains(fixture.folder + "/"))
              .toList(),
          links(fixture.folder),
          childProcesses());
    }

    void assertSame(MachineRoomFixture fixture, String id, String failed) throws Exception {
      long deadline = System.nanoTime() + 30_000_000_000L;
      Leftovers now = of(fixture, id);
      while (!now.equals(this) && System.nanoTime() < deadline) {
        // Ends are dealt with in the background.
        Thread.onSpinWait();
        now = of(fixture, id);
      }
      assertThat(now).as("after %s failed", failed).isEqualTo(this);
      if (fixture.children("root/containers").stream().noneMatch(path -> path.endsWith(id))) {
        assertThat(cgroups(id)).as("after %s failed", failed).isEmpty();
        assertThat(fixture.folder.resolve("run/c").resolve(id)).doesNotExist();
      }
    }

    private static List<String> openFiles() throws IOException {
      try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
        return files
            .map(file -> {
              try {
                return Files.readSymbolicLink(file).toString();
              } catch (IOException gone) {
                return "";
              }
            })
            .filter(target ->
                !target.isEmpty() && !target.startsWith("/proc/") && !target.endsWith(".jar"))
            .map(target -> target.replaceAll("\\[\\d+]", "").replaceAll("[0-9a-f]{64}", "ID"))
            .sorted()
            .toList();
      }
    }

    /** The room's bridge, what is on it, and pairs of which nobody has taken an end. */
    private static List<String> links(Path folder) throws IOException {
      Path all = Path.of("/sys/class/net");
      List<String> found = new ArrayList<>();
      for (String link : names(all)) {
        if (alias(all.resolve(link)).contains(folder + "/")) {
          found.add(link);
          names(all.resolve(link).resolve("brif")).forEach(found::add);
        } else if (link.startsWith("veth") && !Files.exists(all.resolve(link).resolve("master"))) {
          found.add(link);
        }
      }
      return found;
    }

    /** Empty for a link that is just going. */
    private static String alias(Path link) {
      try {
        return Files.readString(link.resolve("ifalias"));
      } catch (IOException gone) {
        return "";
      }
    }

    private static List<String> names(Path directory) {
      try (Stream<Path> files = Files.list(directory)) {
        return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
      } catch (IOException gone) {
        return List.of();
      }
    }

    private static List<String> childProcesses() throws IOException {
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        return tasks
            .map(task -> {
              try {
                return Files.readString(task.resolve("children")).strip();
              } catch (IOException gone) {
                return "";
              }
            })
            .filter(pids -> !pids.isEmpty())
            .toList();
      }
    }
  }
}
