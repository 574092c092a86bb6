package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

@EndToEnd
class LogOptionsIT {

  private final Jdock jdock;

  LogOptionsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result run(String name, String options, String script) {
    var line =
        new java.util.ArrayList<>(java.util.List.of("run", "--name", name, "--network", "none"));
    line.addAll(java.util.List.of(options.split(" ", -1)));
    line.addAll(java.util.List.of(jdock.busybox(), "sh", "-c", script));
    return jdock.run(line.toArray(String[]::new));
  }

  @Test
  void aFullFileIsFollowedByAnother() {
    String name = jdock.container();
    run(name, "--log-opt max-size=2k --log-opt max-file=3 --log-opt compress=true", "seq 1 500")
        .ok();
    var lines = jdock.run("logs", name).lines();
    assertThat(lines).hasSizeBetween(20, 120).last().isEqualTo("500");
    assertThat(jdock.run("logs", "--tail", "40", name).lines()).hasSize(40).last().isEqualTo("500");
  }

  @Test
  void whoeverFollowsMissesNothing() {
    String name = jdock.container();
    String script = "i=0; while [ $i -lt 200 ]; do i=$((i+1)); echo $i; usleep 3000; done";
    run(name, "-d --log-opt max-size=2k --log-opt max-file=2", script).ok();
    assertThat(jdock.run("logs", "-f", name).lines()).hasSize(200).last().isEqualTo("200");
  }

  @Test
  void detailsAreWhatTheOptionsAskFor() {
    String name = jdock.container();
    run(name, "-l q=w -e Z=1 --log-opt labels=q --log-opt env=Z --log-opt tag={{.Name}}", "echo hi")
        .ok();
    jdock.run("logs", "--details", name).prints("Z=1,q=w,tag=" + name + " hi");
    assertThat(jdock.format(name, "{{json .HostConfig.LogConfig}}"))
        .isEqualTo(
            "{\"Type\":\"json-file\",\"Config\":{\"env\":\"Z\",\"labels\":\"q\",\"tag\":\"{{.Name}}\"}}");
  }

  @Test
  void otherDriversKeepLessOrNothing() {
    String none = jdock.container();
    run(none, "--log-driver none", "echo hi").prints("hi");
    jdock
        .run("logs", none)
        .exits(1)
        .saysOnErr("configured logging driver does not support reading");
    String local = jdock.container();
    run(local, "--log-driver local", "echo hi").prints("hi");
    jdock.run("logs", local).prints("hi");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    run(jdock.container(), "--log-driver nosuch", "true")
        .exits(125)
        .saysOnErr("error looking up logging plugin nosuch: plugin \"nosuch\" not found");
    run(jdock.container(), "--log-opt foo=1", "true")
        .exits(125)
        .saysOnErr("unknown log opt 'foo' for json-file log driver");
    run(jdock.container(), "--log-opt max-size=x", "true")
        .exits(125)
        .saysOnErr("failed to initialize logging driver: invalid size: 'x'");
    run(jdock.container(), "--log-opt tag={{.Nope}}", "true")
        .exits(125)
        .saysOnErr("can't evaluate field Nope in type *logger.Info");
    run(jdock.container(), "--log-driver syslog --log-opt syslog-facility=x", "true")
        .exits(125)
        .saysOnErr("invalid syslog facility");
  }

  @Test
  void aSyslogGetsEveryLine() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(20_000);
      String name = jdock.container();
      String options =
          "--log-driver syslog --log-opt syslog-format=rfc5424 --log-opt tag={{.Name}}"
              + " --log-opt syslog-address=tcp://127.0.0.1:"
              + server.getLocalPort();
      run(name, options, "seq 1 2000; echo bad >&2").ok();
      try (Socket log = server.accept()) {
        List<String> lines =
            new BufferedReader(new InputStreamReader(log.getInputStream(), UTF_8)).lines().toList();
        assertThat(lines).hasSize(2001).anyMatch(line -> line.startsWith("<27>1 "));
        assertThat(lines.stream().filter(line -> line.startsWith("<30>1 ")).toList())
            .last()
            .asString()
            .endsWith(" " + name + " - 2000");
      }
      assertThat(jdock.run("logs", name).lines()).hasSize(2000).last().isEqualTo("2000");
    }
  }

  @Test
  void aSyslogThatIsNotThereKeepsTheContainerFromStarting() throws IOException {
    int free;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = taken.getLocalPort();
    }
    String options = "--log-driver syslog --log-opt syslog-address=tcp://127.0.0.1:" + free;
    run(jdock.container(), options, "true")
        .exits(125)
        .saysOnErr(
            "failed to initialize logging driver: dial tcp 127.0.0.1:"
                + free
                + ": connect: connection refused");
  }

  @Test
  @DisabledIf("hasJournal")
  void withoutAJournalThereIsNoContainer() {
    run(jdock.container(), "--log-driver journald", "true")
        .exits(125)
        .saysOnErr("failed to initialize logging driver: journald is not enabled on this host");
  }

  static boolean hasJournal() {
    return Files.exists(Path.of("/run/systemd/journal/socket"));
  }

  @Test
  void whatGoesElsewhereCanBeReadUnlessItsCopyIsDisabled() throws IOException {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      String syslog =
          "--log-driver syslog --log-opt syslog-address=udp://127.0.0.1:" + server.getLocalPort();
      String cached = jdock.container();
      run(cached, syslog, "echo hi").prints("hi");
      jdock.run("logs", cached).prints("hi");
      String not = jdock.container();
      run(not, syslog + " --log-opt cache-disabled=true", "echo hi").prints("hi");
      jdock
          .run("logs", not)
          .exits(1)
          .saysOnErr("configured logging driver does not support reading");
    }
  }

  @Test
  @JdockOnly("Docker shows one log at a time")
  void showsSeveralWithTheirNames() {
    String one = jdock.container();
    String two = jdock.container();
    run(one, "-d", "echo first").ok();
    run(two, "-d", "echo second").ok();
    jdock.run("wait", one, two).ok();
    assertThat(jdock.run("logs", "-f", one, two).lines())
        .anyMatch(line -> line.startsWith(one) && line.endsWith(" | first"))
        .anyMatch(line -> line.startsWith(two) && line.endsWith(" | second"));
  }
}
