package dev.jdock.api.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.build.AttestationOptions;
import dev.jdock.image.build.ProvenanceOptions;
import dev.jdock.image.build.SbomOptions;
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
    assertThat(new BuildOptions(Map.of()).attestations()).isEqualTo(AttestationOptions.NONE);
    assertThat(new BuildOptions(Map.of("attest:provenance", "")).attestations().provenance())
        .isEqualTo(ProvenanceOptions.usual());
    var options =
        new BuildOptions(
            Map.of(
                "attest:provenance",
                "type=provenance,mode=min,builder-id=https://example.com/b,version=v1"));
    assertThat(options.attestations().provenance())
        .isEqualTo(
            ProvenanceOptions.of(
                Map.of("mode", "min", "builder-id", "https://example.com/b", "version", "v1")));
  }

  @Test
  void softwareIsLookedForByTheImageThatASessionNames() {
    var options = new BuildOptions(Map.of("attest:sbom", "type=sbom,generator=some/scanner"));
    assertThat(options.attestations().sbom())
        .isEqualTo(SbomOptions.of(Map.of("type", "sbom", "generator", "some/scanner")));
  }

  @Test
  void whatCannotBeDoneIsRefused() {
    assertThatThrownBy(() -> new BuildOptions(Map.of("attest:other", "")))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("attest:other");
    var options = new BuildOptions(Map.of("attest:provenance", "mode"));
    assertThatThrownBy(options::attestations).hasMessage("invalid value mode");
  }
}
