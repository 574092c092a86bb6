package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EndToEnd
class HealthIT {

  private final Jdock jdock;

  HealthIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private static String started(Jdock on, String... flags) {
    String name = on.container();
    List<String> line = new ArrayList<>(List.of("run", "-d", "--network", "none", "--name", name));
    line.addAll(List.of(flags));
    line.addAll(List.of(on.busybox(), "sleep", "600"));
    on.run(line.toArray(String[]::new)).ok();
    return name;
  }

  private static void awaitHealth(Jdock jdock, String name, String status) {
    Eventually.that(
        () -> name + " is not " + status + ": " + jdock.run("inspect", name),
        () -> jdock.format(name, "{{.State.Health.Status}}").equals(status));
  }

  private String status(String name) {
    return jdock.run("ps", "-a", "-f", "name=" + name, "--format", "{{.Status}}").text();
  }

  @Test
  void wellContainerIsHealthyUntilItStops() {
    String name =
        started(jdock, "--health-cmd", "echo fine; echo bad >&2", "--health-interval", "700ms");
    assertThat(status(name)).endsWith("(health: starting)");
    awaitHealth(jdock, name, "healthy");
    assertThat(status(name)).matches("Up .* \\(healthy\\)");
    assertThat(jdock.run("ps", "-q", "-f", "health=healthy").out()).isNotEmpty();
    JsonNode probe = jdock.inspect(name).at("/State/Health/Log/0");
    assertThat(probe.path("ExitCode").asInt()).isZero();
    assertThat(probe.path("Output").asText()).contains("fine\n").contains("bad\n");
    assertThat(probe.path("Start").asText()).isLessThan(probe.path("End").asText());
    jdock.run("stop", "-t", "0", name).ok();
    assertThat(jdock.format(name, "{{.State.Health.Status}}")).isEqualTo("unhealthy");
    assertThat(status(name)).doesNotContain("health");
  }

  @Test
  void failuresInARowMakeItUnhealthyAndASuccessHeals() {
    String name =
        started(
            jdock,
            "--health-cmd",
            "cat /ok",
            "--health-interval",
            "200ms",
            "--health-retries",
            "2");
    awaitHealth(jdock, name, "unhealthy");
    assertThat(status(name)).endsWith("(unhealthy)");
    JsonNode health = jdock.inspect(name).at("/State/Health");
    assertThat(health.path("FailingStreak").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(health.at("/Log/0/ExitCode").asInt()).isEqualTo(1);
    jdock.run("exec", name, "touch", "/ok").ok();
    awaitHealth(jdock, name, "healthy");
    assertThat(jdock.format(name, "{{.State.Health.FailingStreak}}")).isEqualTo("0");
    Eventually.that(
        () -> "log is not full", () -> jdock.format(name, "{{len .State.Health.Log}}").equals("5"));
  }

  @Test
  void startPeriodExcusesFailures() {
    String name =
        started(
            jdock,
            "--health-cmd=exit 1",
            "--health-interval=200ms",
            "--health-retries=1",
            "--health-start-period=600s",
            // Docker before 25 does not know it, and probes at the usual interval.
            jdock.isReal() ? "--init=false" : "--health-start-interval=300ms");
    Eventually.that(
        () -> "not probed", () -> !jdock.format(name, "{{len .State.Health.Log}}").equals("0"));
    assertThat(jdock.format(name, "{{.State.Health.Status}} {{.State.Health.FailingStreak}}"))
        .isEqualTo("starting 0");
  }

  @Test
  void slowProbeIsEndedAndLongOutputIsCut() {
    String slow =
        started(
            jdock,
            "--health-cmd=sleep 30",
            "--health-interval=200ms",
            "--health-timeout=200ms",
            "--health-retries=1");
    String loud =
        started(
            jdock, "--health-cmd=head -c 9000 /dev/zero | tr '\\0' x", "--health-interval=200ms");
    awaitHealth(jdock, slow, "unhealthy");
    JsonNode probe = jdock.inspect(slow).at("/State/Health/Log/0");
    assertThat(probe.path("ExitCode").asInt()).isEqualTo(-1);
    assertThat(probe.path("Output").asText()).isEqualTo("Health check exceeded timeout (200ms)");
    awaitHealth(jdock, loud, "healthy");
    assertThat(jdock.inspect(loud).at("/State/Health/Log/0/Output").asText())
        .hasSize(4099)
        .endsWith("x...");
  }

  @Test
  void containerEndsWhileItIsProbed() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      names.add(started(jdock, "--health-cmd=exec sleep 77", "--health-interval=50ms"));
    }
    for (String name : names) {
      Eventually.that(
          () -> name + " is not probed", () -> jdock.run("top", name).out().contains("sleep 77"));
      jdock.run("stop", "-t", "0", name).ok();
      assertThat(jdock.format(name, "{{.State.Status}} {{.State.ExitCode}}"))
          .isEqualTo("exited 137");
    }
  }

  @Test
  void imagesCheckCanBeChangedAndSwitchedOff(@TempDir Path folder) {
    String image = jdock.image();
    Host.write(
        folder.resolve("Dockerfile"),
        """
        FROM %s
        HEALTHCHECK --interval=250ms --retries=2 CMD echo from image
        """
            .formatted(jdock.busybox()));
    jdock.run("build", "-q", "-t", image, folder.toString()).ok();
    String name = jdock.container();
    jdock.run("run", "-d", "--network=none", "--name", name, image, "sleep", "600").ok();
    awaitHealth(jdock, name, "healthy");
    assertThat(jdock.inspect(name).at("/State/Health/Log/0/Output").asText())
        .isEqualTo("from image\n");
    String off = jdock.container();
    jdock
        .run("run", "-d", "--network=none", "--no-healthcheck", "--name", off, image, "sleep", "9")
        .ok();
    assertThat(jdock.inspect(off).at("/State/Health").isMissingNode()).isTrue();
    assertThat(jdock.format(off, "{{json .Config.Healthcheck}}")).contains("\"Test\":[\"NONE\"]");
    String changed = jdock.container();
    jdock.run("create", "--health-retries=9", "--name", changed, image).ok();
    assertThat(jdock.format(changed, "{{json .Config.Healthcheck}}"))
        .isEqualTo(
            "{\"Test\":[\"CMD-SHELL\",\"echo from image\"],\"Interval\":250000000,\"Retries\":9}");
  }

  @Test
  void nonsenseIsRefused() {
    refused(1, "Interval in Healthcheck cannot be less than 1ms", "--health-interval=1us");
    refused(1, "Timeout in Healthcheck cannot be less than 1ms", "--health-timeout=1us");
    refused(1, "StartPeriod in Healthcheck cannot be less than 1ms", "--health-start-period=1us");
    refused(125, "--health-interval cannot be negative", "--health-interval=-1s");
    refused(125, "--health-retries cannot be negative", "--health-retries=-1");
    refused(125, "--no-healthcheck conflicts with --health-* options", "--no-healthcheck");
  }

  private void refused(int exitCode, String message, String flag) {
    jdock
        .run("create", "--health-cmd=true", flag, jdock.busybox(), "true")
        .exits(exitCode)
        .saysOnErr(message);
  }

  @Test
  @JdockOnly("Docker's daemon is started by others")
  void newEngineGoesOnProbing() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock there = own.jdock();
      String name = started(there, "--health-cmd=cat /ok", "--health-interval=200ms");
      awaitHealth(there, name, "unhealthy");
      there.run("engine", "stop").ok();
      assertThat(there.format(name, "{{.State.Health.Status}}")).isEqualTo("unhealthy");
      there.run("exec", name, "touch", "/ok").ok();
      awaitHealth(there, name, "healthy");
    }
  }

  /** A probe that cannot be run counts as one that fails, and others follow it. */
  @Test
  @JdockOnly("takes the engine's descriptors away")
  void engineWithoutDescriptorsProbesOn() {
    try (OwnRoot root = OwnRoot.of(jdock)) {
      Jdock own = root.jdock();
      String name =
          started(
              own, "--health-cmd", "true", "--health-interval", "100ms", "--health-retries", "1");
      awaitHealth(own, name, "healthy");
      String engine = own.engine();
      Host.run(
              "sh",
              "-ec",
              """
              before=$(prlimit --pid "$0" --nofile --noheadings --raw --output SOFT)
              prlimit --pid "$0" --nofile=10:
              sleep 1
              prlimit --pid "$0" --nofile="$before":
              """,
              engine)
          .ok();
      String failed = "{{range .State.Health.Log}}{{.ExitCode}} {{end}}";
      assertThat(own.format(name, failed)).contains("-1");
      awaitHealth(own, name, "healthy");
    }
  }
}
