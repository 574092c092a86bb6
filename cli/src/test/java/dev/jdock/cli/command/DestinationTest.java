package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.config.ContextStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /** As Docker's client would have left it. */
  private void know(Path folder, String name, String host) {
    ContextStore.of(
            new Invocation(
                List.of(),
                CallerFiles.shared(folder, ProcessHandle.current().pid()),
                Map.of("DOCKER_CONFIG", folder.toString()),
                InputStream.nullInputStream(),
                System.out,
                System.err,
                harness,
                harness))
        .save(ContextStore.Context.of(name, "", host));
    harness.environment.put("DOCKER_CONFIG", folder.toString());
  }

  @Test
  void dockerDoesNothingForAnotherContext(@TempDir Path folder) throws IOException {
    calledDocker();
    know(folder, "there", "ssh://me@there");
    String there = "there (ssh://me@there)";
    assertRefused(harness.run("--context", "there", "ps"), "--context is " + there);
    assertRefused(harness.run("-c=there", "ps"), "--context is " + there);
    harness.environment.put("DOCKER_CONTEXT", "there");
    assertRefused(harness.run("ps"), "DOCKER_CONTEXT is " + there);
    harness.environment.remove("DOCKER_CONTEXT");
    Files.writeString(folder.resolve("config.json"), "{\"currentContext\": \"there\"}");
    assertRefused(harness.run("ps"), "currentContext of the user's config.json is " + there);
    assertThat(harness.run("--context", "default", "help").exitCode()).isZero();
  }

  @Test
  void aContextThatIsNotThereIsRefusedAsByDocker(@TempDir Path folder) {
    harness.environment.put("DOCKER_CONFIG", folder.toString());
    String refused =
        "Failed to initialize: unable to resolve docker endpoint: context \"nosuch\": context not"
            + " found: open "
            + folder
            + "/contexts/meta/9e62f93eb7d2499903ac66232f187c56fc050eb74c765f90eb214360b21f0e96/meta.json:"
            + " no such file or directory\n";
    CommandLineHarness.Result expected = new CommandLineHarness.Result(1, "", refused);
    assertThat(harness.run("-c", "nosuch", "ps")).isEqualTo(expected);
    calledDocker();
    assertThat(harness.run("-c", "nosuch", "ps")).isEqualTo(expected);
    harness.environment.put("DOCKER_CONTEXT", "nosuch");
    assertThat(harness.run("ps")).isEqualTo(expected);
  }

  @Test
  void aContextOfThisEngineLeadsToIt(@TempDir Path folder) throws IOException {
    know(folder, "here", CommandLineHarness.ADDRESS);
    assertThat(harness.run("-c", "here", "context", "show").out()).isEqualTo("here\n");
    assertThat(harness.run("-chere", "help").exitCode()).isZero();
    calledDocker();
    Files.writeString(folder.resolve("config.json"), "{\"currentContext\": \"here\"}");
    assertThat(harness.run("help").exitCode()).isZero();
    assertThat(harness.run("context", "show").out()).isEqualTo("here\n");
    harness.environment.put("DOCKER_HOST", CommandLineHarness.ADDRESS);
    assertThat(harness.run("context", "show").out()).isEqualTo("default\n");
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
    assertThat(harness.run("context", "show").out()).isEqualTo("default\n");
    assertThat(harness.run("-H", "unix:///x", "ps").err())
        .isEqualTo("jdock: -H is not supported yet\n");
  }
}
