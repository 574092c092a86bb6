package dev.jdock.image.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildOutputsTest {
  private static BuildOutputs of(BuildOutput output, AttestationOptions attestations) {
    return new BuildOutputs(
        List.of(output),
        List.of(),
        List.of(),
        false,
        List.of(),
        attestations,
        BuildOutputs.Receipt.NONE);
  }

  @Test
  void anImageOfTheStoreHasNothingBesideIt() {
    var stored = new BuildOutput.Stored(List.of(), ImageForm.USUAL, null);
    assertThat(of(stored, AttestationOptions.NONE).outputs()).containsExactly(stored);
    for (String type : List.of("provenance", "sbom")) {
      assertThatThrownBy(() -> of(stored, AttestationOptions.of(Map.of(type, Map.of()))))
          .isInstanceOf(JdockException.class)
          .hasMessageStartingWith("Attestation is not supported for the docker driver.");
      AttestationOptions arguments =
          AttestationOptions.NONE.with(
              Map.of("BUILDKIT_ATTEST_" + type.toUpperCase(Locale.ROOT), ""));
      assertThat(arguments.isEmpty()).isFalse();
      assertThat(of(stored, arguments).outputs()).containsExactly(stored);
    }
  }
}
