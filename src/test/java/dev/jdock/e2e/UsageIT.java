package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EndToEnd
class UsageIT {

  private final Jdock jdock;

  UsageIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run", "create", "start", "stop", "restart", "kill", "rm", "wait", "ps", "logs", "exec",
        "inspect", "images", "rmi", "tag", "history", "import", "version", "info", "build"
      })
  void unknownFlagIs125(String command) {
    jdock
        .run(command, "--nosuchflag")
        .exits(125)
        .saysOnErr("unknown flag: --nosuchflag")
        .errMatches("Usage:  (docker|jdock) (buildx )?" + command);
  }

  @ParameterizedTest
  @CsvSource({
    "rm, requires at least 1 argument",
    "stop, requires at least 1 argument",
    "start, requires at least 1 argument",
    "restart, requires at least 1 argument",
    "kill, requires at least 1 argument",
    "wait, requires at least 1 argument",
    "create, requires at least 1 argument",
    "inspect, requires at least 1 argument",
    "rmi, requires at least 1 argument",
    "exec, requires at least 2 arguments",
    "logs, requires at least 1 argument",
    "history, requires 1 argument",
    "tag, requires 2 arguments",
    "import, requires at least 1 argument",
    "build, requires 1 argument",
  })
  void missingArgumentsAre1(String command, String message) {
    jdock.run(command).exits(1).saysOnErr(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "ps", "build", "logs", "container", "image", "container run"})
  void helpGoesToStandardOutput(String command) {
    String[] words = (command + " --help").split(" ", -1);
    Result result = jdock.run(words).ok();
    assertThat(result.out()).contains("Usage:");
  }

  @Test
  void unknownCommandIs1() {
    Result result = jdock.run("nosuchcommand");
    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
    assertThat(result.err()).containsPattern("unknown command|is not a (docker|jdock) command");
  }

  @Test
  void configFolderIsThatOfTheFlag(@TempDir Path folder) {
    Host.write(folder.resolve("config.json"), "{\"psFormat\": \"mine {{.Names}}\"}");
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox()).ok();
    jdock
        .run("--config", folder.toString(), "ps", "-a", "-f", "name=" + name)
        .prints("mine " + name);
  }
}
