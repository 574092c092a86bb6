package dev.jdock.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Expected texts are what Docker's client prints for the same options. */
class DockerHelpTest {
  private static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .arity("0")
        .type(boolean.class)
        .description(description)
        .build();
  }

  private static OptionSpec option(String type, String description, String... names) {
    return OptionSpec.builder(names)
        .arity("1")
        .paramLabel(type)
        .type(String.class)
        .description(description)
        .build();
  }

  @Test
  void laysOutACommand() {
    CommandSpec spec = CommandSpec.create().name("rm");
    spec.usageMessage().description("Remove one or more containers");
    spec.addOption(
        flag("Remove anonymous volumes associated with the container", "-v", "--volumes"));
    spec.addOption(
        flag("Force the removal of a running container (uses SIGKILL)", "-f", "--force"));
    spec.addOption(flag("Remove the specified link", "-l", "--link"));
    assertThat(
            DockerHelp.command(
                spec,
                "docker rm [OPTIONS] CONTAINER [CONTAINER...]",
                List.of("docker container rm", "docker container remove", "docker rm"),
                80))
        .isEqualTo(
            """
            Usage:  docker rm [OPTIONS] CONTAINER [CONTAINER...]

            Remove one or more containers

            Aliases:
              docker container rm, docker container remove, docker rm

            Options:
              -f, --force     Force the removal of a running container (uses SIGKILL)
              -l, --link      Remove the specified link
              -v, --volumes   Remove anonymous volumes associated with the container
            """);
  }

  @Test
  void wrapsAsPflag() {
    CommandSpec spec = CommandSpec.create().name("run");
    spec.addOption(option("list", "Add a custom host-to-IP mapping (host:ip)", "--add-host"));
    spec.addOption(option("list", "Attach to STDIN, STDOUT or STDERR", "-a", "--attach"));
    spec.addOption(
        option(
            "uint16",
            "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)",
            "--blkio-weight"));
    spec.addOption(option("duration", "Time between", "--health-start-interval"));
    spec.addOption(option("string", "Secret", "--hidden-one").toBuilder().hidden(true).build());
    assertThat(DockerHelp.options(spec, 80))
        .isEqualTo(
            """
                  --add-host list                    Add a custom host-to-IP mapping
                                                     (host:ip)
              -a, --attach list                      Attach to STDIN, STDOUT or STDERR
                  --blkio-weight uint16              Block IO (relative weight),
                                                     between 10 and 1000, or 0 to
                                                     disable (default 0)
                  --health-start-interval duration   Time between
            """);
  }

  @Test
  void keepsLineBreaksOfADescription() {
    CommandSpec spec = CommandSpec.create().name("ps");
    spec.addOption(
        option(
            "string",
            "Format output using a custom template:\n'table':            Print output in table format with"
                + " column headers (default)",
            "--format"));
    assertThat(DockerHelp.options(spec, 80))
        .isEqualTo(
            """
                  --format string   Format output using a custom template:
                                    'table':            Print output in table format
                                    with column headers (default)
            """);
  }

  @Test
  void listsCommands() {
    assertThat(
            DockerHelp.section(
                "Commands",
                List.of(List.of("ps", "List containers"), List.of("checkpoint", "Many"))))
        .isEqualTo("Commands:\n  ps          List containers\n  checkpoint  Many\n");
  }
}
