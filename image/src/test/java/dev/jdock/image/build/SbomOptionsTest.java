package dev.jdock.image.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SbomOptionsTest {
  @Test
  void withoutAGeneratorItIsBuildKits() {
    SbomOptions options = SbomOptions.of(Map.of());
    assertThat(options.generator().toString())
        .isEqualTo("docker.io/docker/buildkit-syft-scanner:stable-1");
    assertThat(options.parameters()).isEmpty();
  }

  @Test
  void whatElseIsSaidIsForTheGenerator() {
    SbomOptions options =
        SbomOptions.of(Map.of("generator", "some/scanner", "type", "sbom", "Depth", "3"));
    assertThat(options.generator().toString()).isEqualTo("docker.io/some/scanner:latest");
    assertThat(options.parameters()).isEqualTo(Map.of("Depth", "3", "type", "sbom"));
  }

  @Test
  void whatIsNoImageIsRefused() {
    assertThatThrownBy(() -> SbomOptions.of(Map.of("generator", "")))
        .hasMessage("sbom generator cannot be empty");
    assertThatThrownBy(() -> SbomOptions.of(Map.of("generator", "A:")))
        .hasMessageStartingWith("failed to parse sbom generator A:: invalid reference format");
  }
}
