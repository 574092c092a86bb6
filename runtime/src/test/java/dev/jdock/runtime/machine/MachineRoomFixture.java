package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.start.Programs;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Exit;
import dev.jdock.runtime.engine.Streams;
import dev.jdock.runtime.engine.WaitCondition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A machine room of a test's own, which must leave nothing behind. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class MachineRoomFixture {
  private static final Programs PROGRAMS = Programs.in(Path.of("../native/target/bin"));

  @TempDir Path folder;

  private final List<String> created = new ArrayList<>();
  private final Set<String> descriptorsBefore = new TreeSet<>();
  MachineRoom room = unopened();

  /** What a container that ran to its end has left with us. */
  record Result(int exitCode, String out, String err) {}

  @SuppressWarnings("NullAway") // set before each test
  private static MachineRoom unopened() {
    return null;
  }

  @BeforeEach
  void openRoom() {
    room = open();
    BusyboxImage.importInto(room);
    descriptorsBefore.addAll(descriptors());
  }

  MachineRoom open() {
    return MachineRoom.open(folder.resolve("root"), folder.resolve("run"), PROGRAMS);
  }

  Containers containers() {
    return room.containers();
  }

  @AfterEach
  void nothingIsLeft() throws IOException, InterruptedException {
    if (room == null) {
      return;
    }
    for (String id : created) {
      removeIfThere(id);
    }
    Set<String> leaked = leakedDescriptors();
    room.close();
    assertThat(leaked).as("descriptors").isEmpty();
    assertThat(children("root/containers")).isEmpty();
    assertThat(folder.resolve("run/c")).doesNotExist();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder + "/");
    for (String id : created) {
      assertThat(cgroups(id)).isEmpty();
      assertThat(processes(id)).isEmpty();
    }
  }

  private void removeIfThere(String id) {
    try {
      containers().remove(id, true, true);
    } catch (JdockException e) {
      assertThat(e.kind()).isEqualTo(JdockException.Kind.NOT_FOUND);
    }
  }

  /** Those that stay: a room that was opened just now goes through a start in the background. */
  private Set<String> leakedDescriptors() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      Set<String> leaked = descriptors();
      leaked.removeAll(descriptorsBefore);
      if (leaked.isEmpty() || System.nanoTime() > end) {
        return leaked;
      }
      Thread.sleep(10);
    }
  }

  List<Path> children(String path) throws IOException {
    try (Stream<Path> children = Files.list(folder.resolve(path))) {
      return children.toList();
    }
  }

  /** Pipes, FIFOs, terminals and pidfds of this process. */
  private static Set<String> descriptors() {
    Set<String> descriptors = new TreeSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path fd : open.toList()) {
        try {
          String target = Files.readSymbolicLink(fd).toString();
          if (target.matches(".*(pipe:|/io/std|pts/ptmx|pidfd|-json.log|cgroup).*")) {
            descriptors.add(fd.getFileName() + " " + target);
          }
        } catch (IOException closedMeanwhile) {
          continue;
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return descriptors;
  }

  static List<Path> cgroups(String id) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
      for (Path hierarchy : hierarchies.toList()) {
        Path directory = hierarchy.resolve("jdock").resolve(id);
        if (Files.isDirectory(directory)) {
          found.add(directory);
        }
      }
    }
    return found;
  }

  private static List<String> processes(String id) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        try {
          if (Files.readString(process.resolve("cgroup")).contains(id)) {
            found.add(process + " " + Files.readString(process.resolve("cmdline")));
          }
        } catch (IOException ended) {
          continue;
        }
      }
    }
    return found;
  }

  String create(SpecBuilder spec) {
    return create(spec.build());
  }

  String create(ContainerSpec spec) {
    String id = containers().create(spec).id();
    created.add(id);
    return id;
  }

  String start(SpecBuilder spec) {
    String id = create(spec);
    containers().start(id);
    return id;
  }

  Result run(SpecBuilder spec) throws InterruptedException {
    return run(spec, null);
  }

  /** Attaches, starts, and waits for the end of output and program. */
  Result run(SpecBuilder spec, @Nullable String input) throws InterruptedException {
    return runCreated(create(spec), input);
  }

  Result runCreated(String id, @Nullable String input) throws InterruptedException {
    Collected out = new Collected();
    Collected err = new Collected();
    Exit exit = containers().exit(id, WaitCondition.NEXT_EXIT);
    try (Attachment attachment =
        containers().attach(id, new Streams(stream(input), out, err, new byte[0]))) {
      containers().start(id);
      assertThat(attachment.await()).isEqualTo(Attachment.End.OUTPUT_ENDED);
      return new Result(exit.await(), out.text(), err.text());
    }
  }

  static @Nullable InputStream stream(@Nullable String text) {
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static ExecSpec exec(@Nullable String user, boolean tty, boolean stdin, String... command) {
    return new ExecSpec(
        List.of(command), List.of(), user, null, tty, stdin, true, true, false, "ctrl-p,ctrl-q");
  }

  Exec startExec(String id, ExecSpec spec, Streams streams) throws InterruptedException {
    return room.execs().start(room.execs().create(id, spec), streams);
  }

  Result exec(String id, ExecSpec spec, @Nullable String input) throws InterruptedException {
    Collected out = new Collected();
    Collected err = new Collected();
    try (Exec exec = startExec(id, spec, new Streams(stream(input), out, err, new byte[0]))) {
      return new Result(exec.await(), out.text(), err.text());
    }
  }
}
