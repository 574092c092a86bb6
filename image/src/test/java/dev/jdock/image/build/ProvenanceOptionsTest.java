package dev.jdock.image.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceOptionsTest {
  @Test
  void withoutAttributesAllIsTold() {
    assertThat(ProvenanceOptions.usual())
        .isEqualTo(
            new ProvenanceOptions(
                true, ProvenanceOptions.Version.V0_2, "", "provenance.json", false, false));
  }

  @Test
  void attributesSayOtherwise() {
    assertThat(
            ProvenanceOptions.of(
                Map.of(
                    "mode", "min",
                    "version", "v1",
                    "builder-id", "b",
                    "filename", "f",
                    "reproducible", "1",
                    "inline-only", "true")))
        .isEqualTo(
            new ProvenanceOptions(false, ProvenanceOptions.Version.V1, "b", "f", true, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode | all | invalid mode \"all\"",
        "version | v2 | invalid provenance SLSA version: v2",
        "reproducible | maybe | failed to parse reproducible flag \"maybe\"",
        "filename | ../f | invalid filename \"../f\" of provenance",
        "what | ever | the attribute what of provenance is not supported by jdock",
      })
  void nonsenseIsRefused(String name, String value, String message) {
    assertThatThrownBy(() -> ProvenanceOptions.of(Map.of(name, value)))
        .isInstanceOf(JdockException.class)
        .hasMessage(message);
  }
}
