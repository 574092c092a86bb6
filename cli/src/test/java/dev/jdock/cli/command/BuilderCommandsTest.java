package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.command.CommandLineHarness.Result;
import dev.jdock.image.build.Platform;
import dev.jdock.image.oci.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code buildx} about builders: the engine is the only one, as with buildx's docker driver. */
class BuilderCommandsTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  @BeforeEach
  void ofAVersion() {
    harness.engine.answer("version", Json.object().put("Version", "1.2.3"));
  }

  @Test
  void starAndIndentAreForTablesOnly() {
    assertThat(harness.run("buildx", "ls", "--format", "table {{.Name}}").out())
        .isEqualTo("NAME/NODE\ndefault*\n \\_ default\n");
    assertThat(harness.run("buildx", "ls", "--format", "{{.Name}}:{{.DriverEndpoint}}").out())
        .isEqualTo("default:docker\ndefault:default\n");
  }

  @Test
  void jsonIsADocumentForTheBuilder() {
    String out = harness.run("buildx", "ls", "--format", "json").out();
    JsonNode builder = Json.tree(out.getBytes(StandardCharsets.UTF_8), "builder");
    assertThat(builder.path("Current").asBoolean()).isTrue();
    assertThat(builder.path("Driver").asText()).isEqualTo("docker");
    assertThat(builder.path("Nodes").path(0).path("Version").asText()).isEqualTo("1.2.3");
    assertThat(builder.path("Nodes").path(0).path("Platforms").path(0).asText())
        .isEqualTo(Platform.local().toString());
    assertThat(harness.run("buildx", "ls", "--format", "{{json .}}").out()).isEqualTo(out + out);
  }

  @Test
  void stopLeavesTheEngineAsItLeavesADaemon() {
    assertThat(harness.run("buildx", "stop")).isEqualTo(new Result(0, "", ""));
    assertThat(harness.run("buildx", "stop", "default")).isEqualTo(new Result(0, "", ""));
    assertThat(harness.run("buildx", "stop", "other"))
        .isEqualTo(new Result(1, "", "ERROR: no builder \"other\" found\n"));
  }

  @Test
  void noBuilderIsRemoved() {
    assertThat(harness.run("buildx", "rm", "-f", "other"))
        .isEqualTo(
            new Result(
                1,
                "",
                "failed to remove other: no builder \"other\" found\n"
                    + "ERROR: failed to remove one or more builders\n"));
    assertThat(harness.run("buildx", "rm").err())
        .startsWith("failed to remove default: the engine is the builder");
    assertThat(harness.run("buildx", "rm", "--all-inactive", "-f"))
        .isEqualTo(new Result(0, "", ""));
  }

  @Test
  void noOtherIsMadeWhateverItsFlags() {
    assertThat(harness.run("buildx", "create", "--name", "x", "--driver=docker-container", "--use"))
        .isEqualTo(
            new Result(
                1,
                "",
                "ERROR: the engine is the only builder, no other can be created: build without one"
                    + " (docker/setup-buildx-action: 'driver: docker')\n"));
  }
}
