package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EndToEnd
class LogsIT {

  private final Jdock jdock;

  LogsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String ended(String script) {
    String name = jdock.container();
    jdock.run("run", "--name", name, jdock.busybox(), "sh", "-c", script);
    return name;
  }

  @Test
  void showsBothStreamsApart() {
    String name = ended("echo one; echo two >&2; echo three; printf four");
    Result result = jdock.run("logs", name).ok();
    assertThat(result.out()).isEqualTo("one\nthree\nfour");
    assertThat(result.err()).isEqualTo("two\n");
  }

  @Test
  void tailShowsTheLastLines() {
    String name = ended("for i in 1 2 3 4 5; do echo $i; done");
    jdock.run("logs", "--tail", "2", name).prints("4\n5");
    jdock.run("logs", "-n", "1", name).prints("5");
    assertThat(jdock.run("logs", "-n", "0", name).text()).isEmpty();
    assertThat(jdock.run("logs", "--tail", "all", name).lines()).hasSize(5);
    assertThat(jdock.run("logs", "--tail", "100", name).lines()).hasSize(5);
  }

  /** As {@code logs | grep -q} does in a script with pipefail: SIGPIPE is for writes that fail. */
  @ParameterizedTest
  @CsvSource({"2>&1, err 1", "2>/dev/null, out 1"})
  @JdockOnly("Docker's command writes line by line: one time in five it is told of SIGPIPE")
  void readerThatLeavesOnceItHasSeenEnoughIsNoFailure(String redirection, String wanted) {
    String name =
        ended("i=0; while [ $i -lt 1000 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done");
    List<String> script = new ArrayList<>(List.of("env", "JDOCK_ROOT=" + jdock.root()));
    script.addAll(
        List.of(
            "bash",
            "-c",
            "set -o pipefail; for i in $(seq 50); do \"$@\" %s | grep -q '%s' || exit $?; done"
                .formatted(redirection, wanted),
            "logs"));
    script.addAll(jdock.commandLine("logs", name));
    Host.run(script.toArray(String[]::new)).ok();
  }

  @Test
  void followEndsSoonAfterItsReaderHasLeft() {
    String name = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            name,
            jdock.busybox(),
            "sh",
            "-c",
            "while :; do echo line; sleep 0.1; done")
        .ok();
    List<String> script =
        new ArrayList<>(
            List.of("env", "JDOCK_ROOT=" + jdock.root(), "sh", "-c", "\"$@\" | head -n 1", "logs"));
    script.addAll(jdock.commandLine("logs", "-f", name));
    Host.run(script.toArray(String[]::new)).prints("line");
  }

  @Test
  void timestampsComeFirst() {
    String name = ended("echo one");
    String line = jdock.run("logs", "-t", name).text();
    assertThat(line).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z one");
    assertThat(Instant.parse(line.substring(0, 30))).isAfter(Instant.now().minusSeconds(60));
  }

  @Test
  void followShowsWhatComesAndEndsWithTheContainer() {
    String name = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            name,
            jdock.busybox(),
            "sh",
            "-c",
            "i=0; while [ ! -e /stop ]; do echo line $i; i=$((i+1)); sleep 0.1; done; echo last")
        .ok();
    try (Running logs = jdock.start("logs", "-f", name)) {
      logs.awaitOut("line 0\n").awaitOut("line 3\n");
      jdock.run("exec", name, "touch", "/stop").ok();
      assertThat(logs.await().ok().out()).endsWith("last\n");
    }
  }

  @Test
  void followOfAStoppedContainerEnds() {
    String name = ended("echo all");
    jdock.run("logs", "-f", name).prints("all");
  }

  @Test
  void followCanBeInterrupted() {
    String name = jdock.container();
    jdock.run("run", "-d", "--name", name, jdock.busybox(), "sh", "-c", "echo x; sleep 600").ok();
    try (Running logs = jdock.start("logs", "-f", name)) {
      logs.awaitOut("x").signal("INT");
      assertThat(logs.await().exitCode()).isIn(1, 130);
    }
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void sinceAndUntilSelectByTime() {
    String name = ended("echo early; sleep 1.2; echo late");
    String stamp = jdock.run("logs", "-t", "-n", "1", name).text().substring(0, 30);
    jdock.run("logs", "--since", stamp, name).prints("late");
    jdock
        .run("logs", "--until", Instant.parse(stamp).minusMillis(600).toString(), name)
        .prints("early");
    jdock.run("logs", "--since", "1h", name).prints("early\nlate");
    assertThat(jdock.run("logs", "--until", "2020-01-01", name).text()).isEmpty();
    assertThat(jdock.run("logs", "--until", "1h", name).text()).isEmpty();
  }

  @Test
  void refusesBadTimes() {
    String name = ended("true");
    jdock
        .run("logs", "--since", "abc", name)
        .exits(1)
        .saysOnErr(
            "invalid value for \"since\": failed to parse value as time or duration: \"abc\"");
  }

  @Test
  void terminalsKeepTheirLineEnds() {
    String name = jdock.container();
    jdock.run("run", "-t", "--name", name, jdock.busybox(), "sh", "-c", "echo a; echo b >&2").ok();
    assertThat(jdock.run("logs", name).ok().out()).isEqualTo("a\r\nb\r\n");
  }

  @Test
  void keepsLongLines() {
    String name = ended("head -c 100000 /dev/zero | tr '\\0' x; echo; echo end");
    assertThat(jdock.run("logs", name).ok().out()).isEqualTo("x".repeat(100_000) + "\nend\n");
  }

  @Test
  void keepsTextThatIsNotAscii() {
    String name = ended("echo 'grüße 🐳'; printf '\\t\"quoted\"\\\\\\n'");
    jdock.run("logs", name).prints("grüße 🐳\n\t\"quoted\"\\");
  }

  @Test
  void writesDockersJsonFile() {
    String name = ended("echo one; echo two >&2");
    String path = jdock.format(name, "{{.LogPath}}");
    assertThat(Host.read(java.nio.file.Path.of(path)).lines())
        .hasSize(2)
        .allMatch(line ->
            line.matches(
                "\\{\"log\":\"(one|two)\\\\n\",\"stream\":\"(stdout|stderr)\",\"time\":\"[^\"]+Z\"}"));
  }

  @Test
  void startingAgainAppends() {
    String name = ended("echo hi");
    jdock.run("start", "-a", name).ok();
    jdock.run("logs", name).prints("hi\nhi");
  }
}
