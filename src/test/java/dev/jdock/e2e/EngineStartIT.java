package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an engine has of the command that starts it, which is nothing: it is everybody's. One caller
 * leaves the engine whatever can be inherited; the engine and a container of it are then looked at.
 */
@EndToEnd
@JdockOnly("Docker's daemon is started by others")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineStartIT {

  private static final String CALLER =
      """
      set -e
      exec 3>"$WORK/open" 9>"$WORK/lock"
      flock 9
      export SECRET_TOKEN=told BUILD_ID=17 TZ=Asia/Tokyo
      ulimit -S -n 64
      ulimit -S -c 0
      umask 077
      echo 500 >/proc/self/oom_score_adj
      mkdir "$CGROUP"
      echo $$ >"$CGROUP/cgroup.procs"
      trap '' INT HUP TERM PIPE USR1
      mkdir "$WORK/gone"
      cd "$WORK/gone"
      rmdir "$WORK/gone"
      exec nice -n 10 ionice -c 3 taskset -c 0 setarch -R "$@"
      """;

  private final Jdock suite;
  private final Path cgroup =
      Path.of(
          Host.unifiedCgroups() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory",
          "e2e-caller-" + ProcessHandle.current().pid());
  private @TempDir Path work = Path.of("");
  private OwnRoot root;
  private String engine = "";
  private String container = "";

  EngineStartIT(Jdock jdock) {
    this.suite = jdock;
  }

  @BeforeAll
  void startFromThatCaller() {
    root = OwnRoot.of(suite);
    Jdock own = root.jdock();
    own.run("engine", "stop").ok();
    String name = own.container();
    own.with("WORK", work.toString())
        .with("CGROUP", cgroup.toString())
        .behind(List.of("bash", "-c", CALLER, "caller"))
        .run("run", "-d", "--name", name, own.busybox(), "sleep", "600")
        .ok();
    engine = pid(own);
    container = own.format(name, "{{.State.Pid}}");
  }

  @AfterAll
  void stop() throws IOException {
    root.close();
    Files.deleteIfExists(cgroup);
  }

  private static String pid(Jdock jdock) {
    return jdock.run("engine", "status").ok().out().lines().findFirst().orElseThrow().substring(5);
  }

  private static String of(String pid, String file) {
    return Host.read(Path.of("/proc", pid, file));
  }

  /** A line of proc_pid_status(5). */
  private static String status(String pid, String key) {
    return of(pid, "status")
        .lines()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  private static long signals(String pid, String key) {
    return Long.parseUnsignedLong(status(pid, key), 16);
  }

  /** Field of proc_pid_stat(5), counted as there. */
  private static String stat(String pid, int field) {
    String stat = of(pid, "stat");
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[field - 3];
  }

  private static String link(String pid, String name) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", pid, name)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nothingOfTheCallersIsHeldOpen() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", engine, "fd"))) {
      assertThat(open.map(fd -> link(engine, "fd/" + fd.getFileName())))
          .noneMatch(file -> file.startsWith(work.toString()));
    }
    Host.run("flock", "-n", work.resolve("lock").toString(), "true").ok();
  }

  @Test
  void environmentIsMadeFromNothing() {
    assertThat(of(engine, "environ").split("\0"))
        .allMatch(variable -> variable.matches("(PATH|HOME|LC_ALL|JDOCK_[A-Z_]*)=.*"));
  }

  /** Anybody can read it, and arguments may be secret. */
  @Test
  void commandLineHasNothingOfTheCallersButTheNameOfTheCommand() {
    List<String> words = List.of(of(engine, "cmdline").split("\0"));
    int main = words.indexOf("dev.jdock.cli.engine.EngineMain");
    assertThat(words.subList(main + 4, words.size())).isSubsetOf("run");
  }

  @Test
  void allProcessorsAreUsed() {
    String all = status("1", "Cpus_allowed_list");
    assertThat(status(engine, "Cpus_allowed_list")).isEqualTo(all);
    assertThat(status(container, "Cpus_allowed_list")).isEqualTo(all);
  }

  @Test
  void priorityIsNormal() {
    for (String pid : List.of(engine, container)) {
      assertThat(stat(pid, 19)).as("nice value of " + pid).isEqualTo("0");
      assertThat(Host.run("ionice", "-p", pid).ok().out()).doesNotContain("idle");
    }
  }

  @Test
  void softLimitsAreTheHardOnes() {
    for (String pid : List.of(engine, container)) {
      String files =
          of(pid, "limits")
              .lines()
              .filter(line -> line.startsWith("Max open files"))
              .findFirst()
              .orElseThrow();
      String[] fields = files.split(" +");
      assertThat(Long.parseLong(fields[3])).as(files).isGreaterThan(64);
      assertThat(fields[3].equals(fields[4]) || fields[3].equals("1048576")).as(files).isTrue();
    }
  }

  @Test
  void filesAreMadeWithTheUsualMode() {
    assertThat(status(engine, "Umask")).isEqualTo("0022");
    assertThat(status(container, "Umask")).isEqualTo("0022");
  }

  @Test
  void noSignalIsIgnored() {
    long asked = 1L << 0 | 1L << 1 | 1L << 9 | 1L << 14;
    assertThat(signals(engine, "SigIgn") & asked).isZero();
    assertThat(signals(container, "SigIgn")).isZero();
    assertThat(signals(container, "SigBlk")).isZero();
  }

  @Test
  void memoryShortageHitsNeitherFirst() {
    assertThat(Integer.parseInt(of(engine, "oom_score_adj").strip())).isNotPositive();
    assertThat(of(container, "oom_score_adj").strip()).isEqualTo("0");
  }

  @Test
  void cgroupIsNotTheCallers() {
    assertThat(of(engine, "cgroup")).doesNotContain(String.valueOf(cgroup.getFileName()));
    assertThat(Host.read(cgroup.resolve("cgroup.procs"))).isEmpty();
  }

  @Test
  void noProcessTreeLeadsFromTheCallerToTheEngine() {
    String self = Long.toString(ProcessHandle.current().pid());
    assertThat(stat(engine, 6)).as("session").isNotEqualTo(stat(self, 6));
    assertThat(stat(engine, 5)).as("process group").isNotEqualTo(stat(self, 5));
    assertThat(ProcessHandle.of(Long.parseLong(engine)).flatMap(ProcessHandle::parent))
        .as("parent")
        .hasValueSatisfying(
            parent -> assertThat(parent.pid()).isNotEqualTo(ProcessHandle.current().pid()));
    assertThat(ProcessHandle.current().descendants().map(ProcessHandle::pid))
        .doesNotContain(Long.parseLong(engine));
  }

  @Test
  void workingDirectoryIsTheRoot() {
    assertThat(link(engine, "cwd")).isEqualTo("/");
  }

  @Test
  void addressesAreAsRandomAsEver() {
    assertThat(of(engine, "personality").strip()).isEqualTo("00000000");
    assertThat(of(container, "personality").strip()).isEqualTo("00000000");
  }

  @Test
  void crashLogsAreWrittenIntoTheStateRoot() {
    assertThat(of(engine, "cmdline")).contains("-XX:ErrorFile=" + root.path() + "/");
  }
}
