package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void theRootsHelpHasWhatWorks(String line) {
    CommandLineHarness.Result result = harness.run(line);
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith(
            """
            Usage:  jdock [OPTIONS] COMMAND

            A container runtime with Docker's command line

            Common Commands:
              run         Create and run a new container from an image
              exec        Execute a command in a running container
            """)
        .contains("\nManagement Commands:\n", "\n  container   Manage containers\n")
        .contains("\nCommands:\n", "\n  wait        Block until one or more containers stop")
        .doesNotContain("  swarm ", "  config ", "Not supported")
        .endsWith(
            """

            Global Options:
                  --config string    Folder of the user's config.json (default
                                     $HOME/.docker)
              -c, --context string   Name of the context to use (see 'jdock context')
              -v, --version          Print version information and quit

            Run 'jdock COMMAND --help' for more information on a command.
            """);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void helpThatNobodyAskedForIsAnError() {
    assertThat(harness.run().err()).isEqualTo(harness.run("--help").out());
    assertThat(harness.run("image").err()).isEqualTo(harness.run("image", "--help").out());
    assertThat(harness.run("image").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"image --help", "help image"})
  void aGroupsHelpHasItsCommands(String line) {
    assertThat(harness.run(line.split(" ")).out())
        .startsWith("Usage:  jdock image COMMAND\n\nManage images\n\nCommands:\n  build ")
        .contains("\n  tag         Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE\n")
        .endsWith("\n\nRun 'jdock image COMMAND --help' for more information on a command.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm --help", "rm x --help", "help rm"})
  void aCommandsHelpHasItsFlags(String line) {
    assertThat(harness.run(line.split(" ")).out())
        .startsWith(
            """
            Usage:  jdock rm [OPTIONS] CONTAINER [CONTAINER...]

            Remove one or more containers

            Aliases:
              jdock container rm, jdock container remove, jdock rm

            Options:
              -f, --force     \
            """);
    assertThat(harness.engine.calls).isEmpty();
  }

  @Test
  void longDescriptionsAreWrappedToTheTerminal() {
    assertThat(harness.run("run", "--help").out().lines()).allMatch(line -> line.length() <= 80);
    harness.terminal = true;
    assertThat(harness.run("run", "--help").out().lines())
        .allMatch(line -> line.length() <= 120)
        .anyMatch(line -> line.length() > 80);
  }

  @Test
  void shorthandWorksWithARemarkUnlessItMeansSomethingElse() {
    assertThat(harness.run("ps", "-h").err())
        .isEqualTo("Flag shorthand -h has been deprecated, use --help\n");
    assertThat(harness.run("run", "--help").out())
        .contains("\n      --help  ", "\n  -h, --hostname string  ");
    assertThat(harness.run("ps", "--help").out()).doesNotContain("--help");
  }

  @Test
  void anUnknownTopicIsAnError() {
    assertThat(harness.run("help", "foo"))
        .isEqualTo(new CommandLineHarness.Result(1, "", "unknown help topic: foo\n"));
  }
}
