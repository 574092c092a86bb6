package dev.jdock.api.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.build.ProvenanceOptions;
import dev.jdock.image.error.JdockException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildOptionsTest {
  @Test
  void theRepositoryOfAFolderIsToldWithoutCredentials() {
    var options =
        new BuildOptions(
            Map.of(
                "vcs:source", "https://me:secret@example.com/a.git",
                "vcs:revision", "0123abcd",
                "vcs:localdir:context", ".",
                "vcs:localdir:dockerfile", ""));
    assertThat(options.repository())
        .containsOnlyKeys("source", "revision", "localdir:context")
        .containsEntry("source", "https://xxxxx:xxxxx@example.com/a.git");
  }

  @Test
  void provenanceIsWhatASessionAsksFor() {
    assertThat(new BuildOptions(Map.of()).provenance()).isNull();
    assertThat(new BuildOptions(Map.of("attest:provenance", "")).provenance())
        .isEqualTo(ProvenanceOptions.usual());
    var options =
        new BuildOptions(
            Map.of("attest:provenance", "mode=min,builder-id=https://example.com/b,version=v1"));
    assertThat(options.provenance())
        .isEqualTo(
            ProvenanceOptions.of(
                Map.of("mode", "min", "builder-id", "https://example.com/b", "version", "v1")));
  }

  @Test
  void whatCannotBeDoneIsRefused() {
    assertThatThrownBy(() -> new BuildOptions(Map.of("attest:sbom", "generator=some/scanner")))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("attest:sbom");
    var options = new BuildOptions(Map.of("attest:provenance", "mode"));
    assertThatThrownBy(options::provenance).hasMessage("invalid value mode");
  }
}
