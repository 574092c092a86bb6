package dev.jdock.linux.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On any machine with a version 2 hierarchy, be it one without controllers. */
@Timeout(60)
class CgroupNamespaceIT {
  private Path cgroup;

  @BeforeEach
  void createCgroup() throws IOException {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    Path mount =
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
            .filter(line -> line.contains(" - cgroup2 "))
            .map(line -> Path.of(line.split(" ")[4]))
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(mount != null, "needs cgroup version 2");
    cgroup =
        Files.createDirectory(
            mount.resolve("test-" + ProcessHandle.current().pid() + "-" + System.nanoTime()));
  }

  @AfterEach
  void removeCgroup() throws IOException {
    if (cgroup != null) {
      assertThat(cgroup.resolve("cgroup.procs")).isEmptyFile();
      Files.delete(cgroup);
    }
  }

  private void join(int pid) {
    try {
      Files.writeString(cgroup.resolve("cgroup.procs"), Integer.toString(pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a thread in the namespace sees a cgroup of the host. */
  private static List<String> seen(CgroupNamespace namespace) throws Exception {
    FutureTask<List<String>> task =
        new FutureTask<>(() -> {
          namespace.enter();
          return Files.readAllLines(Path.of("/proc/thread-self/cgroup"));
        });
    Thread thread = new Thread(task);
    thread.start();
    thread.join();
    return task.get();
  }

  /** The test's own cgroup is outside of the new root: {@code /../} and the rest of its path. */
  @Test
  void rootIsTheCgroupThatTheShellJoined() throws Exception {
    try (CgroupNamespace namespace =
        CgroupNamespace.make(CgroupNamespace.program(null), this::join)) {
      assertThat(seen(namespace)).anyMatch(line -> line.startsWith("0::/.."));
    }
  }

  @Test
  void rootIsTheCgroupThatTheReaperJoined() throws Exception {
    Path init = Path.of("target/bin/jdock-init");
    Assumptions.assumeTrue(Files.isExecutable(init), "needs a C compiler");
    List<String> program = CgroupNamespace.program(init.toAbsolutePath());
    try (CgroupNamespace namespace = CgroupNamespace.make(program, this::join)) {
      assertThat(seen(namespace)).anyMatch(line -> line.startsWith("0::/.."));
    }
  }

  @Test
  void programThatEndsIsAFailureAndLeavesNoProcess() {
    assertThatThrownBy(() -> CgroupNamespace.make(List.of("/bin/true"), this::join))
        .isInstanceOf(SyscallException.class);
    assertThat(cgroup.resolve("cgroup.procs")).isEmptyFile();
  }

  @Test
  void cgroupThatCannotBeJoinedIsAFailure() {
    IllegalStateException refused = new IllegalStateException("refused");
    assertThatThrownBy(() ->
            CgroupNamespace.make(
                CgroupNamespace.program(null),
                pid -> {
                  throw refused;
                }))
        .isSameAs(refused);
  }
}
