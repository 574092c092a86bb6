package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.engine.ContainerSummary.Port;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListContainersTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  @BeforeEach
  void answer() {
    harness.engine.answer(
        "list",
        List.of(
            new ContainerSummary(
                "0123456789abcdef0123",
                List.of("/web"),
                "nginx",
                "sha256:aa",
                "nginx -g 'daemon off;'",
                Instant.now().minusSeconds(310),
                List.of(
                    new Port("", 0, 443, "tcp"),
                    new Port("0.0.0.0", 8080, 80, "tcp"),
                    new Port("::", 8080, 80, "tcp")),
                Map.of("b", "2", "a", "1"),
                "running",
                "Up 5 minutes",
                "default",
                List.of("bridge"),
                List.of(),
                1500,
                2_000_000)));
  }

  @Test
  void printsDockersTable() {
    assertThat(harness.run("ps").out())
        .isEqualTo(
            """
            CONTAINER ID   IMAGE     COMMAND                  CREATED         STATUS         PORTS                                     NAMES
            0123456789ab   nginx     "nginx -g 'daemon of…"   5 minutes ago   Up 5 minutes   443/tcp, 0.0.0.0:8080->80/tcp, [::]:8080->80/tcp   web
            """
                .replace(
                    "PORTS                                     ",
                    "PORTS                                              "));
  }

  @Test
  void showsSizesWhenAsked() {
    assertThat(harness.run("ps", "-s").out()).contains("SIZE\n").contains("1.5kB (virtual 2MB)");
    assertThat(harness.engine.argument("list", ContainerQuery.class).size()).isTrue();
  }

  @Test
  void measuresForATemplateThatShowsSizes() {
    assertThat(List.of("{{.Size}}", "{{json .}}", "{{ json $ }}"))
        .allMatch(ListContainersTest::measures);
    assertThat(List.of("{{json .Names}}", "json", "{{.Names}}"))
        .noneMatch(ListContainersTest::measures);
  }

  private static boolean measures(String template) {
    CommandLineHarness asked = new CommandLineHarness();
    asked.engine.answer("list", List.of());
    assertThat(asked.run("ps", "--format", template).exitCode()).isZero();
    return asked.engine.argument("list", ContainerQuery.class).size();
  }

  @Test
  void aTemplateThatFitsNoRowIsRefusedWithoutAny() {
    harness.engine.answer("list", List.of());
    assertThat(harness.run("ps", "--format", "{{.Foo}}"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1,
                "",
                "failed to execute template: template: :1:2: executing \"\" at <.Foo>: can't"
                    + " evaluate field Foo in type *formatter.ContainerContext\n"));
    assertThat(harness.run("ps", "-q", "--format", "table {{.Foo}}").exitCode()).isEqualTo(1);
    String all = "{{json .}} {{.ExitReason}} {{.Label \"a\"}} {{.Platform}} {{upper .Names}}";
    assertThat(harness.run("ps", "--format", all))
        .isEqualTo(new CommandLineHarness.Result(0, "", ""));
  }

  @Test
  void passesItsFlagsOn() {
    harness.run("container", "ls", "-a", "-n", "3", "-f", "status=exited", "-f", "status=created");
    assertThat(harness.engine.argument("list", ContainerQuery.class))
        .isEqualTo(
            new ContainerQuery(true, 3, false, Map.of("status", List.of("exited", "created"))));
  }

  @Test
  void quietPrintsIds() {
    assertThat(harness.run("ps", "-q").out()).isEqualTo("0123456789ab\n");
    assertThat(harness.run("ps", "-q", "--no-trunc").out()).isEqualTo("0123456789abcdef0123\n");
    assertThat(harness.run("ps", "-q", "--format", "x").err())
        .isEqualTo("WARNING: Ignoring custom format, because both --format and --quiet are set.\n");
  }

  @Test
  void templatesSeeTheFields() {
    assertThat(harness.run("ps", "--format", "{{.ID}} {{.Names}} {{.Label \"a\"}}").out())
        .isEqualTo("0123456789ab web 1\n");
    assertThat(harness.run("ps", "--format", "table {{.Names}}\\t{{.Labels}}").out())
        .isEqualTo("NAMES     LABELS\nweb       a=1,b=2\n");
    assertThat(harness.run("ps", "--format", "{{.Foo}}"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1,
                "",
                "failed to execute template: template: :1:2: executing \"\" at <.Foo>: can't"
                    + " evaluate field Foo in type *formatter.ContainerContext\n"));
    assertThat(harness.run("ps", "--format", "{{").err())
        .isEqualTo("failed to parse template: template: :1: unclosed action\n");
  }

  @Test
  void jsonHasDockersFields() {
    assertThat(harness.run("ps", "--format", "json").out())
        .startsWith("{\"Command\":\"\\\"nginx -g 'daemon of…\\\"\",\"CreatedAt\":")
        .contains("\"Networks\":\"bridge\"")
        .doesNotContain("\"Label\"");
  }
}
