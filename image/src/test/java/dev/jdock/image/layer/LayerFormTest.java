package dev.jdock.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerFormTest {
  private static final byte[] TEXT = "some text, ".repeat(10_000).getBytes(StandardCharsets.UTF_8);

  private static byte[] compressed(LayerForm form) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    form.compress(new ByteArrayInputStream(TEXT), out, new Gzip());
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"GZIP,,GZIP", "GZIP,9,GZIP", "ZSTD,,ZSTD", "ZSTD,19,ZSTD", "UNCOMPRESSED,,NONE"})
  void whatIsCompressedComesOutAgain(LayerForm.Kind kind, Integer level, Compression expected)
      throws IOException {
    byte[] bytes = compressed(new LayerForm(kind, level, false));
    assertThat(Compression.of(bytes)).isEqualTo(expected);
    assertThat(Compression.uncompressed(new ByteArrayInputStream(bytes)).readAllBytes())
        .isEqualTo(TEXT);
  }

  @Test
  void aHigherLevelGivesLess() throws IOException {
    assertThat(compressed(new LayerForm(LayerForm.Kind.GZIP, 9, false)))
        .hasSizeLessThan(compressed(new LayerForm(LayerForm.Kind.GZIP, 1, false)).length);
  }

  @Test
  void onlyAForcedFormMindsWhatIsThere() {
    LayerForm zstd = new LayerForm(LayerForm.Kind.ZSTD, null, false);
    LayerForm forced = new LayerForm(LayerForm.Kind.ZSTD, null, true);
    assertThat(zstd.accepts(MediaTypes.DOCKER_LAYER_GZIP)).isTrue();
    assertThat(forced.accepts(MediaTypes.DOCKER_LAYER_GZIP)).isFalse();
    assertThat(forced.accepts(MediaTypes.OCI_LAYER_ZSTD)).isTrue();
  }
}
