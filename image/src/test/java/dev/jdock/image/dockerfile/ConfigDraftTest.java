package dev.jdock.image.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.oci.ImageConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigDraftTest {

  private static ImageConfig changed(ImageConfig base, String... changes) {
    return ConfigDraft.apply(base, Dockerfile.parseChanges(List.of(changes)));
  }

  @Test
  void changesAreAppliedInOrder() {
    ImageConfig config =
        changed(
            ImageConfig.empty(),
            "ENV A=1 B=$A",
            "ENV C=$A",
            "WORKDIR /a",
            "WORKDIR b/../c",
            "EXPOSE 8000-8001 53/UDP",
            "VOLUME /v",
            "LABEL x=\"y z\"",
            "USER bob",
            "CMD echo hi",
            "ONBUILD RUN x",
            "STOPSIGNAL SIGINT");
    assertThat(config.env()).containsExactly("A=1", "B=", "C=1");
    assertThat(config.workingDir()).isEqualTo("/a/c");
    assertThat(config.exposedPorts()).containsExactly("53/udp", "8000/tcp", "8001/tcp");
    assertThat(config.volumes()).containsExactly("/v");
    assertThat(config.labels()).containsEntry("x", "y z");
    assertThat(config.user()).isEqualTo("bob");
    assertThat(config.cmd()).containsExactly("/bin/sh", "-c", "echo hi");
    assertThat(config.onBuild()).containsExactly("RUN x");
    assertThat(config.stopSignal()).isEqualTo("SIGINT");
  }

  @Test
  void entrypointDropsTheBaseImagesCommand() {
    ImageConfig base = changed(ImageConfig.empty(), "CMD [\"base\"]");
    assertThat(changed(base, "ENTRYPOINT [\"x\"]").cmd()).isNull();
    assertThat(changed(base, "CMD [\"y\"]", "ENTRYPOINT [\"x\"]").cmd()).containsExactly("y");
  }

  @Test
  void refusesInstructionsThatAreNoChange() {
    assertThatThrownBy(() -> Dockerfile.parseChanges(List.of("RUN x")))
        .hasMessage("RUN is not a valid change command");
    assertThatThrownBy(() -> Dockerfile.parseChanges(List.of("ENV")))
        .hasMessage("ENV requires at least one argument");
  }

  @Test
  void refusesPortsAndSignalsThatAreNone() {
    assertThatThrownBy(() -> changed(ImageConfig.empty(), "EXPOSE 80/icmp"))
        .hasMessage("invalid port: \"80/icmp\": invalid proto: icmp");
    assertThatThrownBy(() -> changed(ImageConfig.empty(), "EXPOSE 70000"))
        .hasMessage("invalid containerPort: 70000");
    assertThatThrownBy(() -> changed(ImageConfig.empty(), "STOPSIGNAL NOPE"))
        .hasMessage("invalid signal: NOPE");
  }
}
