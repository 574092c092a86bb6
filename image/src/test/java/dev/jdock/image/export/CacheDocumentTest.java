package dev.jdock.image.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.build.ForeignResults;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class CacheDocumentTest {
  private static final Digest STEP = digest("step");
  private static final Digest EMPTY = digest("empty");
  private static final Digest LAYER = digest("layer");
  private static final Descriptor BLOB =
      new Descriptor(MediaTypes.OCI_LAYER_ZSTD, digest("blob"), 7, null);
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static CacheDocument document() {
    SequencedMap<Digest, ForeignResults.Result> results = new LinkedHashMap<>();
    results.put(STEP, new ForeignResults.Result(LAYER, TIME));
    results.put(EMPTY, new ForeignResults.Result(null, TIME));
    results.put(digest("other"), new ForeignResults.Result(digest("not sent"), TIME));
    SequencedMap<Digest, Descriptor> blobs = new LinkedHashMap<>();
    blobs.put(LAYER, BLOB);
    return CacheDocument.of(results, blobs);
  }

  @Test
  void itReadsWhatItWrites() {
    CacheDocument read = CacheDocument.read(document().write());
    assertThat(read.layers()).containsExactly(new CacheDocument.Layer(BLOB, LAYER));
    assertThat(read.records())
        .containsExactly(
            new CacheDocument.Entry(STEP, 0, TIME), new CacheDocument.Entry(EMPTY, null, TIME));
  }

  @Test
  void recordsInAnImageReferToItsLayers() {
    List<CacheDocument.Layer> layers = List.of(new CacheDocument.Layer(BLOB, LAYER));
    assertThat(CacheDocument.readRecords(document().writeRecords(), layers))
        .isEqualTo(CacheDocument.read(document().write()));
  }

  @Test
  void aLayerHasBuildKitsFields() {
    assertThat(Json.read(document().write(), "cache").path("layers").path(0).toString())
        .isEqualTo(
            "{\"blob\":\"%s\",\"parent\":-1,\"annotations\":{\"mediaType\":\"%s\",\"diffID\":\"%s\",\"size\":7,\"createdAt\":\"1970-01-01T00:00:00Z\"}}"
                .formatted(BLOB.digest(), BLOB.mediaType(), LAYER));
  }

  @Test
  void recordsOfBuildKitAreLeftOut() {
    String json =
        """
        {"layers":[],"records":[{"digest":"%s","inputs":[[{"link":1}]]},{"digest":"%s"}]}\
        """
            .formatted(STEP, EMPTY);
    assertThat(CacheDocument.read(json.getBytes(StandardCharsets.UTF_8)).records()).isEmpty();
  }

  @Test
  void aRecordOfALayerThatIsNotThereIsRefused() {
    String json =
        """
        {"records":[{"digest":"%s","layers":[{"layer":3,"createdAt":"2026-01-02T03:04:05Z"}]}]}\
        """
            .formatted(STEP);
    assertThatThrownBy(() -> CacheDocument.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JdockException.class)
        .hasMessage("invalid cache config: no layer 3");
  }
}
