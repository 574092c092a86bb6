package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void tellOfVolumesAndNetworks() {
    Instant start = Instant.now();
    String name = jdock.container();
    String volume = name + "-data";
    jdock
        .run(
            "run",
            "--network",
            "none",
            "--name",
            name,
            "-v",
            volume + ":/data:ro",
            "-v",
            "/anonymous",
            jdock.busybox(),
            "true")
        .ok();
    String id = jdock.format(name, "{{.Id}}");
    jdock.run("rm", "-v", name).ok();
    assertThat(told(start, "{{.Action}} {{.Actor.Attributes}}", "volume=" + volume).lines())
        .containsExactly(
            "create map[driver:local]",
            "mount map[container:"
                + id
                + " destination:/data driver:local propagation: read/write:false]",
            "unmount map[container:" + id + " driver:local]");
    assertThat(told(start, "{{.Action}} {{len .Actor.ID}}", "type=volume", "event=destroy").lines())
        .contains("destroy 64");
    assertThat(told(start, "{{.Action}} {{.Actor.Attributes}}", "type=network").lines())
        .contains(
            "connect map[container:" + id + " name:none type:null]",
            "disconnect map[container:" + id + " name:none type:null]");
  }

  @Test
  void tellOfImagesWithTheirLabels(@TempDir Path folder) {
    Instant start = Instant.now();
    String tag = jdock.container() + ":1";
    Host.write(folder.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\nLABEL made=here\n");
    jdock.run("build", "-q", "-t", tag, folder.toString()).ok();
    String id = jdock.run("image", "inspect", "-f", "{{.Id}}", tag).text();
    jdock.run("rmi", tag).ok();
    assertThat(
            told(start, "{{.Action}} {{.Actor.Attributes}}", "type=image", "image=" + id).lines())
        .contains(
            "tag map[made:here name:" + tag + "]",
            "untag map[made:here name:" + id + "]",
            "delete map[name:" + id + "]");
  }

  @Test
  void tellOfFilesAndProcesses(@TempDir Path folder) {
    Instant start = Instant.now();
    String name = jdock.container();
    jdock
        .run("run", "-d", "--network", "none", "--name", name, jdock.busybox(), "sleep", "600")
        .ok();
    jdock.run("exec", name, "sh", "-c", "exit 3").exits(3);
    jdock.run("top", name).ok();
    jdock.run("cp", name + ":/etc/passwd", folder.resolve("passwd").toString()).ok();
    jdock.run("cp", folder.resolve("passwd").toString(), name + ":/tmp").ok();
    jdock.run("export", "-o", folder.resolve("tar").toString(), name).ok();
    jdock.run("rename", name, name + "x").ok();
    jdock.run("restart", "-t", "0", name + "x").ok();
    jdock.run("rm", "-f", name + "x").ok();
    assertThat(
            told(
                    start,
                    "{{.Action}}{{with .Actor.Attributes.exitCode}} {{.}}{{end}}",
                    "type=container")
                .lines())
        .containsSubsequence(
            "exec_create: sh -c exit 3",
            "exec_start: sh -c exit 3",
            "exec_die 3",
            "top",
            "archive-path",
            "extract-to-dir",
            "export",
            "rename",
            "kill",
            "die 137",
            "stop",
            "start",
            "restart",
            "kill",
            "die 137",
            "destroy");
  }

  @Test
  @JdockOnly("prunes")
  void tellOfPrunes() {
    Instant start = Instant.now();
    try (OwnRoot own = OwnRoot.of(jdock)) {
      own.jdock().run("create", jdock.busybox()).ok();
      own.jdock().run("system", "prune", "-f").ok();
      String until = Long.toString(Instant.now().getEpochSecond() + 1);
      assertThat(
              own.jdock()
                  .run(
                      "events",
                      "--since",
                      Long.toString(start.getEpochSecond()),
                      "--until",
                      until,
                      "--filter",
                      "event=prune",
                      "--format",
                      "{{.Type}} {{json .Actor}}")
                  .lines())
          .containsExactly(
              "container {\"ID\":\"\",\"Attributes\":{\"reclaimed\":\"0\"}}",
              "network {\"ID\":\"\",\"Attributes\":{\"reclaimed\":\"0\"}}",
              "image {\"ID\":\"\",\"Attributes\":{\"reclaimed\":\"0\"}}",
              "builder {\"ID\":\"\",\"Attributes\":{\"reclaimed\":\"0\"}}");
    }
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
