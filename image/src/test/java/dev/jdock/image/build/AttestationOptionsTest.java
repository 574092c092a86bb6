package dev.jdock.image.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AttestationOptionsTest {
  @Test
  void argumentsAskForWhatFlagsDoNot() {
    AttestationOptions flags = AttestationOptions.of(Map.of("sbom", Map.of("generator", "a")));
    AttestationOptions both =
        flags.with(
            Map.of(
                "BUILDKIT_ATTEST_SBOM", "generator=b",
                "BUILDKIT_ATTEST_PROVENANCE", "mode=min",
                "OTHER", "x"));
    assertThat(both.sbom()).isEqualTo(flags.sbom());
    assertThat(both.provenance()).isEqualTo(ProvenanceOptions.of(Map.of("mode", "min")));
    assertThat(both.optional()).isFalse();
    assertThat(AttestationOptions.NONE.with(Map.of("OTHER", "x")))
        .isEqualTo(AttestationOptions.NONE);
  }

  @Test
  void otherTypesAreRefused() {
    assertThatThrownBy(() -> AttestationOptions.NONE.with(Map.of("BUILDKIT_ATTEST_X", "")))
        .hasMessage("unknown attestation type \"x\"");
  }
}
