package dev.jdock.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ImageDocumentTest {
  private static ImageConfig config(String json) {
    return ImageConfigJson.read(Json.read(json.getBytes(StandardCharsets.UTF_8), "test"));
  }

  @Test
  void absentAndEmptyArgumentVectorsDiffer() {
    ImageConfig absent = config("{\"Entrypoint\":null}");
    assertThat(absent.entrypoint()).isNull();
    assertThat(absent.env()).isEmpty();
    assertThat(ImageConfigJson.write(absent)).hasToString("{}");
    ImageConfig empty = config("{\"Entrypoint\":[],\"Cmd\":[\"a\"]}");
    assertThat(empty.entrypoint()).isEmpty();
    assertThat(ImageConfigJson.write(empty)).hasToString("{\"Entrypoint\":[],\"Cmd\":[\"a\"]}");
  }

  @Test
  void everyFieldComesBack() {
    String json =
        "{\"User\":\"u\",\"ExposedPorts\":{\"80/tcp\":{}},\"Env\":[\"A=b\"],\"Cmd\":[\"c\"],"
            + "\"Volumes\":{\"/v\":{}},\"WorkingDir\":\"/w\",\"Labels\":{\"l\":\"m\"},"
            + "\"StopSignal\":\"SIGINT\",\"StopTimeout\":3,\"Healthcheck\":{\"Test\":[\"NONE\"],"
            + "\"Interval\":5},\"OnBuild\":[\"RUN x\"],\"Shell\":[\"/bin/bash\"]}";
    assertThat(ImageConfigJson.write(config(json))).hasToString(json);
  }

  @Test
  void documentsRoundTrip() {
    String json =
        "{\"created\":\"2024-01-02T03:04:05.678Z\",\"architecture\":\"amd64\",\"os\":\"linux\","
            + "\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
            + "a".repeat(64)
            + "\"]},\"history\":[{\"created_by\":\"x\"},{\"created_by\":\"y\",\"empty_layer\":true}]}";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThat(new String(ImageDocument.read(bytes).write(), StandardCharsets.UTF_8))
        .isEqualTo(json);
  }

  @Test
  void brokenDocumentsAreRefused() {
    assertThatThrownBy(() -> Manifest.read("[]".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JdockException.class)
        .hasMessage("invalid manifest");
    assertThatThrownBy(() -> Manifest.read("{}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("invalid manifest: not of schema version 2");
    assertThatThrownBy(
            () -> Manifest.read("{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("invalid manifest: no config");
    assertThatThrownBy(() -> Index.read("{}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("invalid index: not of schema version 2");
  }
}
