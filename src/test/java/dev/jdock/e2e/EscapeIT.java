package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the processes of a container can see of, and do to, those that join them. */
@EndToEnd
class EscapeIT {
  /**
   * Stops every process that it has not seen before, tells all of it that proc(5) tells, and lets
   * it go on.
   */
  private static final String WATCH =
      """
      seen=" 1 $$ "
      echo watching
      while :; do
        for d in /proc/[0-9]*; do
          p=${d#/proc/}
          case $seen in *" $p "*) continue;; esac
          kill -STOP $p 2>/dev/null || continue
          seen="$seen$p "
          {
            echo "process $p"
            echo "exe $(readlink $d/exe)"
            echo "cwd $(readlink $d/cwd)"
            echo "root $(readlink $d/root)"
            echo "cmdline $(tr '\\0' ' ' <$d/cmdline)"
            echo "environ $(tr '\\0' ' ' <$d/environ)"
            for f in $d/fd/*; do echo "fd $(readlink $f)"; done
            sed 's/^/maps /' $d/maps
          } 2>/dev/null
          kill -CONT $p
        done
      done
      """;

  /** Stops every process that it has not seen before, for good. */
  private static final String STOP =
      """
      seen=" 1 $$ "
      echo watching
      while :; do
        for d in /proc/[0-9]*; do
          p=${d#/proc/}
          case $seen in *" $p "*) continue;; esac
          seen="$seen$p "
          kill -STOP $p 2>/dev/null && echo stopped $p
        done
      done
      """;

  private static final Duration SHORT = Duration.ofSeconds(20);

  private final Jdock jdock;

  EscapeIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String start(String... options) {
    return startIn(jdock, WATCH, options);
  }

  @Test
  void healthCheckOfAContainerThatStopsItsProcessesEndsAtItsTimeout() {
    String name =
        startIn(
            jdock,
            STOP,
            "--health-cmd",
            "true",
            "--health-interval",
            "50ms",
            "--health-timeout",
            "200ms",
            "--health-retries",
            "2");
    Eventually.that(
        () -> jdock.format(name, "{{json .State.Health}}"),
        () -> jdock.format(name, "{{.State.Health.Status}}").equals("unhealthy"));
    assertThat(jdock.format(name, "{{json .State.Health.Log}}"))
        .contains("Health check exceeded timeout (200ms)");
    jdock.run(SHORT, "rm", "-f", name).ok();
  }

  private static String startIn(Jdock jdock, String script, String... options) {
    String name = jdock.container();
    String[] head = {"run", "-d", "--network", "none", "--name", name};
    String[] tail = {jdock.busybox(), "sh", "-c", script};
    jdock
        .run(
            java.util.stream.Stream.of(head, options, tail)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new))
        .ok();
    jdock.awaitLog(name, "watching");
    return name;
  }

  @ParameterizedTest
  @ValueSource(strings = {"--cap-add=SYS_PTRACE", "--privileged"})
  @JdockOnly("knows the names of jdock's programs")
  void nothingOfTheEngineIsSeenByAContainerThatLooksAtWhatJoinsIt(String powers) {
    String name =
        start(
            powers, "--health-cmd", "true", "--health-interval", "50ms", "--health-retries", "99");
    for (int i = 0; i < 40; i++) {
      jdock.run("exec", name, "true").ok();
    }
    jdock
        .run(
            "run",
            "--rm",
            "--network",
            "none",
            "--pid",
            "container:" + name,
            jdock.busybox(),
            "true")
        .ok();
    Set<String> seen = new TreeSet<>(jdock.logs(name).lines().toList());
    assertThat(seen)
        .as("a process was caught before it executed its program")
        .contains("exe /memfd:jdock-starter (deleted)");
    assertThat(values(seen, "exe "))
        .allMatch(exe ->
            exe.equals("/memfd:jdock-starter (deleted)")
                || exe.startsWith("/bin/")
                || exe.isEmpty());
    assertThat(values(seen, "cwd ")).allMatch(cwd -> cwd.equals("/") || cwd.isEmpty());
    assertThat(values(seen, "root ")).allMatch(root -> root.equals("/") || root.isEmpty());
    assertThat(values(seen, "cmdline "))
        .allMatch(
            line -> line.matches("(jdock-starter|true|/bin/.*|sh .*|readlink .*|tr .*|sed .*|) ?"));
    assertThat(values(seen, "fd "))
        .allMatch(
            fd -> fd.matches("((pipe|socket):.*|/dev/null|/proc/.*|/run/.*/io/std(out|err)|)"));
    assertThat(values(seen, "maps "))
        .allMatch(map ->
            map.matches(
                "\\S+ \\S+ \\S+ \\S+ \\S+ *(\\[.*]|/memfd:jdock-starter \\(deleted\\)|/bin/.*)?"));
    assertThat(String.join("\n", seen)).doesNotContain("libjvm", "JDOCK_", "/lib/");
    // A process that is stopped may still get as far as its own program's environment.
    assertThat(values(seen, "environ "))
        .allMatch(line -> line.matches("((PATH|HOSTNAME|HOME|PWD|OLDPWD|SHLVL|_)=\\S* )*"));
  }

  private static List<String> values(Set<String> seen, String kind) {
    return seen.stream()
        .filter(line -> line.startsWith(kind))
        .map(line -> line.substring(kind.length()))
        .toList();
  }

  @Test
  @JdockOnly("looks at the engine's threads")
  void noThreadOfTheEngineIsEverInAContainersCgroup() throws Exception {
    String name = jdock.container();
    String busy = "for i in 1 2 3 4; do (while :; do :; done) & done; sleep 600";
    jdock
        .run(
            "run",
            "-d",
            "--network",
            "none",
            "--cpus",
            "0.01",
            "--name",
            name,
            jdock.busybox(),
            "sh",
            "-c",
            busy)
        .ok();
    String id = jdock.format(name, "{{.Id}}");
    Path tasks = Path.of("/proc/" + enginePid(jdock) + "/task");
    AtomicBoolean over = new AtomicBoolean();
    Set<String> found = java.util.concurrent.ConcurrentHashMap.newKeySet();
    Thread watcher =
        new Thread(() -> {
          while (!over.get()) {
            found.addAll(cgroupsOf(tasks, id));
          }
        });
    watcher.start();
    try {
      for (int i = 0; i < 3; i++) {
        jdock.run(Duration.ofMinutes(2), "exec", name, "true").ok();
      }
      String other = jdock.container();
      jdock.run("run", "--rm", "--name", other, "--network", "none", jdock.busybox(), "true").ok();
    } finally {
      over.set(true);
      watcher.join();
    }
    assertThat(found).isEmpty();
  }

  private static String enginePid(Jdock jdock) {
    String root = jdock.root().toString();
    return ProcessHandle.allProcesses()
        .filter(process -> arguments(process.pid()).contains(root + "\0"))
        .map(process -> Long.toString(process.pid()))
        .collect(Collectors.joining());
  }

  private static String arguments(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
      return line.contains("EngineMain") ? line : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static Set<String> cgroupsOf(Path tasks, String id) {
    Set<String> found = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
      for (Path task : all) {
        try {
          Files.readAllLines(task.resolve("cgroup")).stream()
              .filter(line -> line.contains(id))
              .forEach(found::add);
        } catch (NoSuchFileException ended) {
          continue;
        } catch (IOException gone) {
          continue;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  @Test
  void execIntoAContainerThatStopsItsProcessesIsEndedByASignal() {
    String name = startIn(jdock, STOP);
    try (Running exec = jdock.start("exec", name, "sleep", "0.1")) {
      jdock.awaitLog(name, "stopped");
      exec.signal("TERM").await(SHORT).exits(143);
    }
    jdock.run(SHORT, "rm", "-f", name).ok();
  }

  @Test
  @JdockOnly("stops an engine of its own")
  void engineLeavesThoughAContainerStopsWhatIsStartedInIt(@TempDir Path folder) throws Exception {
    try (OwnRoot own = OwnRoot.in(jdock, folder)) {
      String name = startIn(own.jdock(), STOP);
      try (Running exec = own.jdock().start("exec", name, "sleep", "0.1")) {
        own.jdock().awaitLog(name, "stopped");
        String pid = enginePid(own.jdock().with("JDOCK_ROOT", own.path().toString()));
        Host.run("kill", "-TERM", pid).ok();
        Eventually.that(
            SHORT, () -> "engine " + pid + " stays", () -> !Files.exists(Path.of("/proc/" + pid)));
        exec.await(SHORT);
      }
    }
  }
}
