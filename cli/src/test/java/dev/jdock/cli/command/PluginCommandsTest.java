package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.command.CommandLineHarness.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plugin}: compared with a Docker that has none. */
class PluginCommandsTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  @Test
  void thereAreNone() {
    assertThat(harness.run("plugin", "ls", "-f", "enabled=true"))
        .isEqualTo(new Result(0, "ID        NAME      DESCRIPTION   ENABLED\n", ""));
    assertThat(harness.run("plugin", "list", "-q")).isEqualTo(new Result(0, "", ""));
    assertThat(harness.run("plugin", "ls", "--format", "{{.Name}}"))
        .isEqualTo(new Result(0, "", ""));
    assertThat(harness.run("plugin", "inspect", "loki"))
        .isEqualTo(
            new Result(1, "[]\n", "Error response from daemon: plugin \"loki\" not found\n"));
  }

  @Test
  void mistakesAreToldWhereThereIsNoneToo() {
    assertThat(harness.run("plugin", "ls", "-f", "name=x"))
        .isEqualTo(new Result(1, "", "Error response from daemon: invalid filter 'name'\n"));
    assertThat(harness.run("plugin", "ls", "--format", "{{.Nosuch}}").exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"install --grant-all-permissions a/b", "enable --timeout 3 a", "rm -f a"})
  void theOthersAreRefusedInASentenceWhateverTheirFlags(String words) {
    assertThat(harness.run(("plugin " + words).split(" ")))
        .isEqualTo(
            new Result(
                1,
                "",
                "jdock: there are no plugins for the engine: its drivers of volumes, networks and"
                    + " logs are built in\n"));
  }

  @Test
  void theirHelpIsShown() {
    assertThat(harness.run("plugin", "install", "--help").out())
        .startsWith("Usage:  jdock plugin install [OPTIONS] PLUGIN");
  }
}
