package dev.jdock.image.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BuildOutputsTest {
  private static BuildOutputs of(BuildOutput output, @Nullable ProvenanceOptions provenance) {
    return new BuildOutputs(
        List.of(output),
        List.of(),
        List.of(),
        false,
        List.of(),
        provenance,
        BuildOutputs.Receipt.NONE);
  }

  @Test
  void anImageOfTheStoreHasNothingBesideIt() {
    var stored = new BuildOutput.Stored(List.of(), ImageForm.USUAL, null);
    assertThat(of(stored, null).outputs()).containsExactly(stored);
    assertThatThrownBy(() -> of(stored, ProvenanceOptions.usual()))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("Attestation is not supported for the docker driver.");
  }
}
