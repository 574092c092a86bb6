package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Created;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreateContainerTest {
  private static final String ID = "0123456789abcdef";

  private final CommandLineHarness harness = new CommandLineHarness();

  @Test
  void printsTheIdAndStartsNothing() {
    harness.engine.answer("create", new Created(ID, List.of()));
    assertThat(harness.run("create", "--name", "web", "-e", "A=1", "image", "sh", "-c", "ls"))
        .isEqualTo(new CommandLineHarness.Result(0, ID + "\n", ""));
    ContainerSpec spec = harness.engine.argument("create", ContainerSpec.class);
    assertThat(spec.name()).isEqualTo("web");
    assertThat(spec.image()).isEqualTo("image");
    assertThat(spec.command().arguments()).containsExactly("sh", "-c", "ls");
    assertThat(spec.command().env()).containsExactly("A=1");
    assertThat(harness.engine.calls).hasSize(1);
  }

  @Test
  void warnsOnStandardError() {
    harness.engine.answer("create", new Created(ID, List.of("no swap limit")));
    assertThat(harness.run("container", "create", "image"))
        .isEqualTo(new CommandLineHarness.Result(0, ID + "\n", "WARNING: no swap limit\n"));
  }

  @Test
  void aTakenNameIsOneLine() {
    harness.engine.answer(
        "create",
        arguments -> {
          throw JdockException.conflict("Conflict. The container name \"/web\" is already in use");
        });
    assertThat(harness.run("create", "--name", "web", "image"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1,
                "",
                "Error response from daemon: Conflict. The container name \"/web\" is already in"
                    + " use\n"));
  }

  @Test
  void aBadFlagNamesTheHelp() {
    assertThat(harness.run("create", "-v", "a:b:c:d", "image"))
        .isEqualTo(
            new CommandLineHarness.Result(
                125,
                "",
                """
                jdock: invalid spec: a:b:c:d: too many colons

                Run 'jdock create --help' for more information
                """));
    assertThat(harness.engine.calls).isEmpty();
  }
}
