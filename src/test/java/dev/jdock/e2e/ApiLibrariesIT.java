package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs reach Docker with, over the socket of the API. */
@EndToEnd
@JdockOnly("these are programs over jdock's socket")
class ApiLibrariesIT {
  private final Jdock jdock;
  @TempDir private Path folder;

  ApiLibrariesIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private static void assume(String what, String... probe) {
    assumeTrue(Host.run(probe).exitCode() == 0, what + " is missing");
  }

  @Test
  void pythonsLibraryFindsWhatItLooksFor() {
    assume("Debian's python3-docker", "/usr/bin/python3", "-c", "import docker");
    try (ApiEngine engine = ApiEngine.of(jdock)) {
      Result result =
          Host.run(
              Duration.ofMinutes(2),
              List.of(
                  "/usr/bin/python3",
                  Suite.fixture("docker-py.py"),
                  engine.address(),
                  jdock.busybox()));
      assertThat(result.ok().out()).endsWith("done\n");
      assertThat(engine.jdock().run("ps", "-aq").lines()).isEmpty();
    }
  }

  @Test
  void curlReadsAndUploads() {
    assume("curl", "curl", "--version");
    try (ApiEngine engine = ApiEngine.of(jdock)) {
      String socket = engine.address().substring("unix://".length());
      assertThat(curl(socket, "http://d/_ping").ok().out()).isEqualTo("OK");
      Path tar = folder.resolve("image.tar");
      curl(socket, "-o", tar.toString(), "http://d/images/" + jdock.busybox() + "/get").ok();
      // Of more than a megabyte curl asks first whether it may come.
      curl(socket, "-X", "POST", "-T", tar.toString(), "http://d/images/load")
          .ok()
          .saysOnOut("Loaded image: " + jdock.busybox());
      curl(socket, "-X", "POST", "-H", "Expect: 100-continue", "-d", "{}", "http://d/auth")
          .exits(22);
    }
  }

  @Test
  void buildkitBuildsWhatARequestBrings() {
    assume("curl", "curl", "--version");
    try (ApiEngine engine = ApiEngine.of(jdock)) {
      String socket = engine.address().substring("unix://".length());
      String dockerfile = "FROM " + jdock.busybox() + "\nRUN ";
      List<String> built = build(socket, dockerfile + "echo said").lines();
      assertThat(built).first().asString().startsWith("{\"id\":\"moby.buildkit.trace\",\"aux\":\"");
      String id = engine.jdock().run("image", "inspect", "-f", "{{.Id}}", "built").text();
      assertThat(built)
          .last()
          .isEqualTo("{\"id\":\"moby.image.id\",\"aux\":{\"ID\":\"" + id + "\"}}");
      assertThat(build(socket, dockerfile + "exit 4").lines())
          .last()
          .asString()
          .endsWith("did not complete successfully: exit code: 4\"}");
      assertThat(curl(socket, "-X", "POST", "http://d/build/cancel?id=nosuch").ok().out())
          .isEmpty();
    }
  }

  private static Result build(String socket, String dockerfile) {
    return curl(
        socket,
        "-H",
        "Content-Type: text/plain",
        "--data-binary",
        dockerfile,
        "http://d/build?version=2&t=built");
  }

  private static Result curl(String socket, String... arguments) {
    List<String> line = new ArrayList<>(List.of("curl", "-fsS", "--unix-socket", socket));
    line.addAll(List.of(arguments));
    return Host.run(Duration.ofMinutes(1), line);
  }
}
