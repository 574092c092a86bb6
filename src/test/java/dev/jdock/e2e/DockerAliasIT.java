package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that people have written for {@code docker}, as they are. */
@EndToEnd
class DockerAliasIT {
  @TempDir Path folder;

  private final Jdock jdock;
  private final Map<String, String> environment = new HashMap<>();

  DockerAliasIT(Jdock jdock) {
    this.jdock = jdock;
  }

  /** A folder first in the path, where {@code docker} is the program under test. */
  @BeforeEach
  void alias() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path docker = bin.resolve("docker");
    if (jdock.commandLine().size() == 1) {
      Files.createSymbolicLink(docker, Path.of(jdock.commandLine().getFirst()));
    } else {
      Host.write(docker, "#!/bin/sh\nexec " + String.join(" ", jdock.commandLine()) + " \"$@\"\n");
      assertThat(docker.toFile().setExecutable(true)).isTrue();
    }
    environment.putAll(jdock.environment());
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
  }

  /** Not by following the link. */
  @AfterEach
  void removeAlias() throws IOException {
    Files.delete(folder.resolve("bin/docker"));
  }

  private Result script(String name, String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = Suite.fixture("scripts/" + name);
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return Host.run(folder, environment, line);
  }

  @Test
  void scriptsThatAskForDockersVersionFindOne() {
    String docker = folder.resolve("bin/docker").toString();
    Result alone = Host.run(folder, environment, docker, "--version").ok();
    assertThat(alone.text()).matches("Docker version 2[0-9]\\.\\d+\\.\\d+.*, build [0-9a-f]+");
    String version = alone.text().split("[ ,]+")[2];
    for (String question :
        List.of(
            "version -f {{.Client.Version}}",
            "version -f {{.Server.Version}}",
            "info -f {{.ServerVersion}}")) {
      List<String> line = new ArrayList<>(List.of(docker));
      line.addAll(List.of(question.split(" ")));
      Host.run(folder, environment, line.toArray(String[]::new)).ok().prints(version);
    }
    assertThat(Host.run(folder, environment, docker, "version").ok().out())
        .as("and whose it is")
        .contains("jdock:");
  }

  @Test
  void ciBuildsTestsAndPushes() throws IOException {
    Path context = Files.createDirectory(folder.resolve("context"));
    try (Registry registry = Registry.start()) {
      Result result = script("ci.sh", jdock.busybox(), registry.host(), context.toString()).ok();
      assertThat(result.out()).endsWith("pipeline passed\n");
    }
  }

  @Test
  void notebookIsStartedStoppedAndStartedAgain() throws IOException {
    String name = jdock.container();
    Path work = Files.createDirectory(folder.resolve("work"));
    Host.write(work.resolve("index.html"), "a notebook\n");
    Result first = notebook("start", name, work).ok();
    assertThat(first.lines()).first().isEqualTo("secret");
    Host.awaitPage(first.lines().getLast(), "a notebook");
    assertThat(notebook("start", name, work).text()).startsWith(name + " runs already");
    assertThat(notebook("status", name, work).text()).isEqualTo(name + " running");
    notebook("stop", name, work).prints(name);
    assertThat(notebook("status", name, work).text()).isEqualTo(name + " exited");
    Host.awaitPage(notebook("start", name, work).lines().getLast(), "a notebook");
    notebook("remove", name, work).prints(name);
    assertThat(notebook("status", name, work).text()).isEmpty();
  }

  private Result notebook(String action, String name, Path work) {
    return script("notebook.sh", action, name, jdock.busybox(), work.toString());
  }

  @Test
  void databaseIsBackedUpAndRestored() throws IOException {
    Path backup = Files.createDirectory(folder.resolve("backup"));
    script("database.sh", jdock.container(), jdock.volume(), jdock.busybox(), backup.toString())
        .prints("restored");
  }
}
