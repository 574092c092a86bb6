package dev.jdock.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code docker} of Docker's own, with the plugins that come with it. {@code .ci/clients} fetches
 * some.
 *
 * @param name of the release that it is from
 * @param program the command
 * @param plugins the folder of its plugins, which may be missing
 */
record DockerClient(String name, Path program, Path plugins) {
  private static final String MISSING =
      "no client of Docker's is here: .ci/clients src/test/target/clients fetches some";

  /** All that are there, the oldest first. */
  static List<DockerClient> all() {
    Path folder = Path.of(System.getProperty("jdock.test.clients", "target/clients"));
    List<DockerClient> clients = new ArrayList<>();
    for (String name : List.of("bookworm", "trixie", "sid")) {
      Path usr = folder.resolve(name).resolve("usr").toAbsolutePath();
      Path program = usr.resolve("bin/docker");
      if (Files.isExecutable(program)) {
        clients.add(new DockerClient(name, program, usr.resolve("libexec/docker/cli-plugins")));
      }
    }
    return clients;
  }

  static String missing() {
    return MISSING;
  }

  static Optional<DockerClient> newest() {
    List<DockerClient> all = all();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  boolean has(String plugin) {
    return Files.isExecutable(plugins.resolve("docker-" + plugin));
  }

  /** The command for an engine, with a configuration of its own. */
  Jdock on(ApiEngine engine, Path folder) {
    Path config = folder.resolve("docker-" + name);
    Host.write(config.resolve("config.json"), "{\"cliPluginsExtraDirs\": [\"" + plugins + "\"]}");
    return engine
        .program(List.of(program.toString()))
        .with("DOCKER_CONFIG", config.toString())
        .with("DOCKER_BUILDKIT", "0")
        .in(folder);
  }

  @Override
  public String toString() {
    return name;
  }
}
