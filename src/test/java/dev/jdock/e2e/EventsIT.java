package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

@EndToEnd
class EventsIT {

  private final Jdock jdock;

  EventsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private static String after(Instant moment) {
    return Long.toString(moment.getEpochSecond() + 2);
  }

  private String told(Instant from, String format, String... filters) {
    var line =
        new java.util.ArrayList<>(
            java.util.List.of(
                "events",
                "--since",
                Long.toString(from.getEpochSecond()),
                "--until",
                Long.toString(Instant.now().getEpochSecond() + 1)));
    for (String filter : filters) {
      line.addAll(java.util.List.of("--filter", filter));
    }
    if (!format.isEmpty()) {
      line.addAll(java.util.List.of("--format", format));
    }
    return jdock.run(line.toArray(String[]::new)).text();
  }

  @Test
  void tellTheLifeOfAContainer() {
    Instant start = Instant.now();
    String name = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--network",
            "none",
            "--label",
            "a=b",
            "--name",
            name,
            jdock.busybox(),
            "sleep",
            "600")
        .ok();
    jdock.run("exec", name, "true").ok();
    jdock.run("pause", name).ok();
    jdock.run("unpause", name).ok();
    jdock.run("kill", name).ok();
    jdock.run("wait", name).prints("137");
    jdock.run("rm", name).ok();
    assertThat(told(start, "{{.Action}}", "container=" + name, "type=container").lines())
        .containsExactly(
            "create",
            "start",
            "exec_create: true ",
            "exec_start: true ",
            "exec_die",
            "pause",
            "unpause",
            "kill",
            "die",
            "destroy");
    assertThat(told(start, "", "container=" + name, "event=die"))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}\\S+ container die [0-9a-f]{64} "
                + "\\(a=b, .*exitCode=137, image="
                + jdock.busybox()
                + ", name="
                + name
                + "\\)");
    assertThat(told(start, "{{json .Actor.Attributes}}", "label=a=b", "event=kill"))
        .contains("\"signal\":\"9\"");
  }

  @Test
  void printDockersJson() {
    Instant start = Instant.now();
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    assertThat(told(start, "json", "container=" + name, "event=create"))
        .matches(
            "\\{\"status\":\"create\",\"id\":\"[0-9a-f]{64}\",\"from\":\"[^\"]*\",\"Type\":\"container\","
                + "\"Action\":\"create\",\"Actor\":\\{\"ID\":\"[0-9a-f]{64}\",\"Attributes\":\\{.*}},"
                + "\"scope\":\"local\",\"time\":\\d+,\"timeNano\":\\d+}");
  }

  @Test
  void followUntilTheyAreInterrupted() {
    String name = jdock.container();
    try (Running events =
        jdock.start("events", "--filter", "container=" + name, "--format", "{{.Action}}")) {
      Eventually.that(
          events::outSoFar,
          () -> {
            jdock.run("create", "--name", name, jdock.busybox(), "true");
            jdock.run("rm", name);
            return events.outSoFar().contains("destroy");
          });
      events.signal("INT").await().exits(130);
    }
  }

  @Test
  void endAtTheirTime() {
    Instant now = Instant.now();
    jdock.run("events", "--until", after(now), "--filter", "container=nosuch").ok();
    assertThat(Instant.now().getEpochSecond())
        .isBetween(now.getEpochSecond() + 2, now.getEpochSecond() + 20);
    jdock
        .run("events", "--since", "abc")
        .exits(1)
        .saysOnErr("failed to parse value as time or duration: \"abc\"");
  }
}
