package dev.jdock.image.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftwareClaimTest {
  private static final Statement.Subject FILE =
      new Statement.Subject("f", Digest.of("text".getBytes(UTF_8)));

  /** Nothing here is said of an image with layers. */
  private static SoftwareClaim read(String name, String content) {
    return SoftwareClaim.read(
        name,
        content.getBytes(UTF_8),
        _ -> {
          throw new AssertionError("no layer is looked for");
        });
  }

  @Test
  void aStatementAboutNothingIsAboutTheResult() {
    SoftwareClaim claim =
        read(
            "sbom.spdx.json",
            """
            {"predicateType": "https://spdx.dev/Document", "subject": [], "predicate": {"odd": 1}}
            """);
    assertThat(claim.isCore()).isTrue();
    assertThat(Json.read(claim.about(List.of(FILE)).write(), "statement").toString())
        .isEqualTo(
            "{\"_type\":\"https://in-toto.io/Statement/v0.1\","
                + "\"predicateType\":\"https://spdx.dev/Document\","
                + "\"subject\":[{\"name\":\"f\",\"digest\":{\"sha256\":\""
                + Digest.of("text".getBytes(UTF_8)).hex()
                + "\"}}],\"predicate\":{\"odd\":1}}");
  }

  @Test
  void subjectsOfItsOwnStay() {
    SoftwareClaim claim =
        read(
            "sbom-stage.spdx.json",
            """
            {"predicateType": "https://spdx.dev/Document", "predicate": {},
             "subject": [{"name": "x", "digest": {"sha512": "00", "md5": "11"}}]}
            """);
    assertThat(claim.isCore()).isFalse();
    assertThat(new String(claim.about(List.of(FILE)).write(), UTF_8))
        .contains("\"subject\":[{\"name\":\"x\",\"digest\":{\"md5\":\"11\",\"sha512\":\"00\"}}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | cannot decode in-toto statement: a.json",
        "[] | bundle entry  does not match required predicate type https://spdx.dev/Document",
        "{\"predicateType\": \"https://slsa.dev/provenance/v1\"} | bundle entry https://slsa.dev",
        "{\"predicateType\": \"https://spdx.dev/Document\"} | cannot decode in-toto statement",
      })
  void whatIsNoStatementIsRefused(String content, String message) {
    assertThatThrownBy(() -> read("a.json", content))
        .isInstanceOf(DockerfileException.class)
        .hasMessageContaining(message);
  }
}
