package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jdock.image.error.JdockException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InspectTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  /** Containers' names begin with c, images' with i. */
  @BeforeEach
  void answer() {
    harness.engine.answer(
        "inspect",
        arguments -> {
          String name = String.valueOf(arguments.getFirst());
          boolean container = arguments.getLast() instanceof Boolean;
          if (!name.startsWith(container ? "c" : "i")) {
            throw JdockException.notFound(
                (container ? "No such container: " : "No such image: ") + name);
          }
          return JsonNodeFactory.instance.objectNode().put("Id", name);
        });
  }

  @Test
  void findsContainersAndImages() {
    assertThat(harness.run("inspect", "c1", "i1"))
        .isEqualTo(
            new CommandLineHarness.Result(
                0,
                """
                [
                    {
                        "Id": "c1"
                    },
                    {
                        "Id": "i1"
                    }
                ]
                """,
                ""));
  }

  @Test
  void printsWhatItFindsBeforeItTellsOfTheRest() {
    assertThat(harness.run("inspect", "-f", "{{.Id}}", "x", "c1", "y"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1, "c1\n", "Error: No such object: x\nError: No such object: y\n"));
  }

  @Test
  void nothingFoundIsAnEmptyListOrAnEmptyLine() {
    assertThat(harness.run("inspect", "x"))
        .isEqualTo(new CommandLineHarness.Result(1, "[]\n", "Error: No such object: x\n"));
    assertThat(harness.run("inspect", "-f", "{{.Id}}", "x").out()).isEqualTo("\n");
    assertThat(harness.run("inspect", "-f", "json", "x").out()).isEqualTo("[]\n");
  }

  @Test
  void anEmptyLineStandsBeforeATemplatesError() {
    assertThat(harness.run("inspect", "-f", "{{.Foo}}", "c1"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1,
                "\n",
                "template parsing error: template: :1:2: executing \"\" at <.Foo>: map has no"
                    + " entry for key \"Foo\"\n"));
    assertThat(harness.run("inspect", "-f", "{{", "c1"))
        .isEqualTo(
            new CommandLineHarness.Result(
                64, "", "template parsing error: template: :1: unclosed action\n"));
  }

  @Test
  void looksOnlyAmongTheTypeAskedFor() {
    assertThat(harness.run("inspect", "--type", "image", "c1").err())
        .isEqualTo("Error response from daemon: No such image: c1\n");
    assertThat(harness.run("container", "inspect", "-f", "{{.Id}}", "c1").out()).isEqualTo("c1\n");
    assertThat(harness.run("image", "inspect", "-f", "{{.Id}}", "c1").exitCode()).isEqualTo(1);
    assertThat(harness.run("inspect", "--type", "config", "c1"))
        .isEqualTo(
            new CommandLineHarness.Result(125, "", "jdock: --type config is not supported yet\n"));
  }

  @Test
  void asksForSizes() {
    harness.run("inspect", "-s", "c1");
    assertThat(harness.engine.calls).containsExactly("inspect[c1, true]");
  }
}
