package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that were written for Docker's client, which may mean another machine. */
class DestinationTest {
  private static final String REFUSED =
      ", which is not the engine of jdock that this docker is: nothing was done\n";

  private final CommandLineHarness harness = new CommandLineHarness();

  private void calledDocker() {
    harness.environment.put("JDOCK_INVOKED_AS", "docker");
  }

  private void assertRefused(CommandLineHarness.Result result, String what) {
    assertThat(result.err()).isEqualTo("docker: " + what + REFUSED);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://192.0.2.1:2375", "ssh://me@there", "unix:///other.sock", "x"})
  void dockerDoesNothingForAnotherHost(String host) {
    calledDocker();
    harness.environment.put("DOCKER_HOST", host);
    assertRefused(harness.run("ps"), "DOCKER_HOST is " + host);
    harness.environment.remove("DOCKER_HOST");
    assertRefused(harness.run("-H", host, "ps"), "--host is " + host);
    assertRefused(harness.run("-H" + host, "ps"), "--host is " + host);
    assertRefused(harness.run("--host=" + host, "ps"), "--host is " + host);
  }

  @Test
  void dockerDoesNothingForAnotherContext(@TempDir Path folder) throws IOException {
    calledDocker();
    assertRefused(harness.run("--context", "there", "ps"), "--context is there");
    assertRefused(harness.run("-c=there", "ps"), "--context is there");
    harness.environment.put("DOCKER_CONTEXT", "there");
    assertRefused(harness.run("ps"), "DOCKER_CONTEXT is there");
    harness.environment.remove("DOCKER_CONTEXT");
    Files.writeString(folder.resolve("config.json"), "{\"currentContext\": \"there\"}");
    harness.environment.put("DOCKER_CONFIG", folder.toString());
    assertRefused(harness.run("ps"), "currentContext of the user's config.json is there");
    assertThat(harness.run("--context", "default", "help").exitCode()).isZero();
  }

  @Test
  void dockerWantsOneDestination() {
    calledDocker();
    assertThat(harness.run("-H", "a", "-H", "b", "ps").err()).isEqualTo("specify only one -H\n");
    assertThat(harness.run("-H", "a", "-c", "b", "ps").err())
        .isEqualTo("conflicting options: cannot specify both --host and --context\n");
  }

  @Test
  void jdockLooksAtNoVariableAndTakesNoHost() {
    harness.environment.put("DOCKER_HOST", "tcp://192.0.2.1:2375");
    harness.environment.put("DOCKER_CONTEXT", "there");
    assertThat(harness.run("help").exitCode()).isZero();
    assertThat(harness.run("-H", "unix:///x", "ps").err())
        .isEqualTo("jdock: -H is not supported yet\n");
  }
}
