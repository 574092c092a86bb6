package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Docker Compose over the socket of the API: a project from its birth to its end. */
@EndToEnd
@JdockOnly("it is Docker's compose over jdock's socket")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String PROJECT =
      """
      services:
        db:
          image: IMAGE
          command: ["sh", "-c", "sleep 1; cat /run/secrets/token > /data/state; exec sleep 1000"]
          init: true
          volumes: ["data:/data"]
          networks: [back]
          secrets: [token]
          healthcheck: {test: ["CMD", "test", "-e", "/data/state"], interval: 500ms, retries: 60}
        web:
          image: IMAGE
          depends_on: {db: {condition: service_healthy}}
          command: ["httpd", "-f", "-v", "-h", "/www"]
          stop_grace_period: 500ms
          environment: {GREETING: "${GREETING:-hello}"}
          ports: ["127.0.0.1::80"]
          networks: {front: {}, back: {aliases: [site]}}
          volumes: ["data:/data:ro"]
          configs: [{source: page, target: /www/index.html}]
          healthcheck: {test: ["CMD", "wget", "-qO", "/dev/null", "http://127.0.0.1/"], interval: 500ms, retries: 60}
        worker:
          image: IMAGE
          depends_on: {web: {condition: service_started}}
          command: ["sh", "-c", "trap exit TERM; while :; do echo working; sleep 1 & wait $$!; done"]
          networks: [back]
          labels: {role: worker}
      networks: {front: {}, back: {internal: true}}
      volumes: {data: {labels: {kept: "no"}}}
      secrets: {token: {file: token.txt}}
      configs: {page: {file: page.html}}
      """;

  private final ApiEngine engine;
  private final String image;
  @TempDir private Path folder;

  ComposeIT(Jdock jdock) {
    this.engine = ApiEngine.of(jdock);
    this.image = jdock.busybox();
  }

  private static List<DockerClient> clients() {
    return DockerClient.all().stream().filter(client -> client.has("compose")).toList();
  }

  @BeforeAll
  void clientsAreThere() {
    assumeFalse(clients().isEmpty(), DockerClient.missing());
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  private static Result compose(Jdock docker, String... arguments) {
    List<String> all = new ArrayList<>(List.of("compose", "-p", "proj"));
    all.addAll(Arrays.asList(arguments));
    return docker.run(LIMIT, all.toArray(String[]::new));
  }

  private Jdock project(DockerClient client) {
    Path work = folder.resolve("proj-" + client.name());
    Host.write(work.resolve("compose.yaml"), PROJECT.replace("IMAGE", image));
    Host.write(work.resolve("token.txt"), "a secret\n");
    Host.write(work.resolve("page.html"), "the page\n");
    return client.on(engine, folder).in(work);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aProjectLives(DockerClient client) {
    Jdock docker = project(client);
    try {
      compose(docker, "up", "-d", "--wait").ok();
      assertThat(compose(docker, "ps", "--services").lines())
          .containsExactlyInAnyOrder("db", "web", "worker");
      assertThat(docker.format("proj-web-1", "{{.State.Health.Status}}")).isEqualTo("healthy");
      works(docker);
      changes(docker);
      follows(docker);
    } finally {
      compose(docker, "down", "-v", "-t", "0", "--remove-orphans");
    }
    assertNothingIsLeft(docker);
  }

  private static void works(Jdock docker) {
    compose(docker, "exec", "-T", "db", "cat", "/run/secrets/token").prints("a secret");
    compose(docker, "exec", "-T", "web", "cat", "/data/state").prints("a secret");
    compose(docker, "exec", "-T", "worker", "wget", "-qO-", "http://site/").prints("the page");
    String port = compose(docker, "port", "web", "80").text();
    assertThat(Host.awaitPage("http://" + port + "/", "page")).isEqualTo("the page\n");
    compose(docker, "exec", "-T", "web", "sh", "-c", "exit 7").exits(7);
    compose(docker, "run", "--rm", "-T", "worker", "echo", "once").ok().saysOnOut("once");
    assertThat(compose(docker, "top", "web").ok().out()).contains("httpd");
    compose(docker, "images").ok().saysOnOut("proj-web-1");
    compose(docker, "logs", "worker").ok().saysOnOut("working");
    compose(docker, "cp", "web:/www/index.html", "copied").ok();
    compose(docker, "ls").ok().saysOnOut("running(3)");
  }

  private void changes(Jdock docker) {
    String before = docker.format("proj-db-1", "{{.Id}}");
    compose(docker, "up", "-d", "--wait").ok();
    assertThat(docker.format("proj-db-1", "{{.Id}}")).isEqualTo(before);
    compose(docker.with("GREETING", "other"), "up", "-d", "--wait").ok();
    assertThat(docker.format("proj-web-1", "{{.Config.Env}}")).contains("GREETING=other");
    assertThat(docker.format("proj-db-1", "{{.Id}}")).isEqualTo(before);
    compose(docker, "up", "-d", "--scale", "worker=3", "--no-recreate").ok();
    assertThat(compose(docker, "ps", "-q", "worker").lines()).hasSize(3);
    compose(docker, "up", "-d", "--scale", "worker=1", "--no-recreate").ok();
    assertThat(compose(docker, "ps", "-q", "worker").lines()).hasSize(1);
    compose(docker, "restart", "-t", "0", "worker").ok();
    compose(docker, "pause", "worker").ok();
    compose(docker, "unpause", "worker").ok();
    compose(docker, "stop", "-t", "0").ok();
    assertThat(compose(docker, "ps", "-q").lines()).isEmpty();
    compose(docker, "start").ok();
    compose(docker, "up", "-d", "--force-recreate", "--wait", "-t", "0").ok();
    assertThat(docker.format("proj-db-1", "{{.Id}}")).isNotEqualTo(before);
    compose(docker, "kill", "worker").ok();
    assertThat(engine.jdock().run("ps", "-q", "--filter", "label=role=worker").lines()).isEmpty();
    compose(docker, "rm", "-f", "worker").ok();
    compose(docker, "up", "-d", "worker").ok();
  }

  /** Ended by its user, what follows a log leaves the containers alone. */
  private static void follows(Jdock docker) {
    try (Running logs = docker.start("compose", "-p", "proj", "logs", "-f", "--no-log-prefix")) {
      logs.closeInput().awaitOut("working");
      docker.run("stop", "-t", "0", "proj-worker-1").ok();
      docker.run("start", "proj-worker-1").ok();
    }
    assertThat(docker.format("proj-worker-1", "{{.State.Running}}")).isEqualTo("true");
    try (Running events = docker.start("compose", "-p", "proj", "events")) {
      events.closeInput();
      Eventually.that(
          () -> "no event: " + events.errSoFar(),
          () -> {
            compose(docker, "restart", "-t", "0", "worker").ok();
            return events.outSoFar().contains("container start");
          });
    }
  }

  private void assertNothingIsLeft(Jdock docker) {
    docker.run("ps", "-aq").printsNothing();
    docker.run("volume", "ls", "-q").printsNothing();
    assertThat(docker.run("network", "ls", "--format", "{{.Name}}").lines())
        .containsExactlyInAnyOrder("bridge", "host", "none");
    assertThat(engine.jdock().run("ps", "-aq").lines()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aProjectInTheForegroundEndsWithItsUser(DockerClient client) {
    Jdock docker = project(client);
    try (Running up = docker.start("compose", "-p", "proj", "up", "-t", "1")) {
      up.closeInput().awaitOut("working");
      up.signal("INT");
      up.await(LIMIT);
      assertThat(docker.run("ps", "-q").lines()).isEmpty();
      assertThat(docker.run("ps", "-aq").lines()).hasSize(3);
    } finally {
      compose(docker, "down", "-v", "-t", "0");
    }
    assertNothingIsLeft(docker);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aServiceThatNeverBecomesHealthyFailsTheProject(DockerClient client) throws IOException {
    Jdock docker = project(client);
    Path override = folder.resolve("proj-" + client.name()).resolve("compose.override.yaml");
    Host.write(
        override,
        "services: {db: {healthcheck: {test: [CMD, \"false\"], interval: 300ms, retries: 2}}}\n");
    try {
      compose(docker, "up", "-d", "--wait").exits(1).saysOnErr("unhealthy");
    } finally {
      compose(docker, "down", "-v", "-t", "0");
      Files.delete(override);
    }
    assertNothingIsLeft(docker);
  }
}
