package dev.jdock.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Documents in which one value is another than it should be: anybody may have written them. */
class DamagedDocumentTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String CONFIG =
      """
      {"created":"2024-01-02T03:04:05Z","author":"a","architecture":"amd64","os":"linux",
       "variant":"v8","comment":"c",
       "config":{"User":"u","ExposedPorts":{"80/tcp":{}},"Env":["A=b","C=d"],
        "Entrypoint":["e"],"Cmd":["c","d"],"Volumes":{"/v":{}},"WorkingDir":"/w",
        "Labels":{"l":"m"},"StopSignal":"SIGINT","StopTimeout":3,
        "Healthcheck":{"Test":["CMD","x"],"Interval":5,"Timeout":6,"StartPeriod":7,
         "StartInterval":8,"Retries":9},
        "OnBuild":["RUN x"],"Shell":["/bin/bash","-c"]},
       "rootfs":{"type":"layers","diff_ids":["DIGEST","DIGEST"]},
       "history":[{"created":"2024-01-02T03:04:05Z","created_by":"x","author":"y","comment":"z"},
        {"created_by":"y","empty_layer":true}]}
      """
          .replace("DIGEST", DIGEST);
  private static final String MANIFEST =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
       "config":{"mediaType":"m","digest":"DIGEST","size":1,
        "platform":{"os":"linux","architecture":"amd64","variant":"v"}},
       "layers":[{"mediaType":"m","digest":"DIGEST","size":1}],
       "manifests":[{"mediaType":"m","digest":"DIGEST","size":1,
        "platform":{"os":"linux","architecture":"amd64","variant":"v"}}]}
      """
          .replace("DIGEST", DIGEST);
  private static final List<String> VALUES =
      List.of("null", "\"x\"", "\"\"", "7", "-1e99", "true", "[]", "[null]", "{}", "{\"a\":null}");

  private static JsonNode tree(String json) {
    return Json.tree(json.getBytes(StandardCharsets.UTF_8), "test");
  }

  /** The document with each of its values replaced by each of {@link #VALUES}. */
  private static List<byte[]> variants(String json) {
    JsonNode root = tree(json);
    List<byte[]> variants = new ArrayList<>();
    replace(root, () -> variants.add(Json.bytes(root)));
    return variants;
  }

  private static void replace(JsonNode parent, Runnable replaced) {
    switch (parent) {
      case ObjectNode object ->
          List.copyOf(object.properties())
              .forEach(field ->
                  replace(field.getValue(), value -> object.set(field.getKey(), value), replaced));
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          int at = i;
          replace(array.get(i), value -> array.set(at, value), replaced);
        }
      }
      default -> {
        // It has no parts.
      }
    }
  }

  private static void replace(JsonNode old, Consumer<JsonNode> set, Runnable replaced) {
    for (String value : VALUES) {
      set.accept(tree(value));
      replaced.run();
    }
    set.accept(old);
    replace(old, replaced);
  }

  private static void refusedOrRead(String json, Consumer<byte[]> read) {
    List<byte[]> variants = variants(json);
    assertThat(variants).hasSizeGreaterThan(100);
    for (byte[] variant : variants) {
      assertThatCode(
              () -> {
                try {
                  read.accept(variant);
                } catch (JdockException refused) {
                  assertThat(refused).hasMessageNotContainingAny("Exception", "java.");
                }
              })
          .as(new String(variant, StandardCharsets.UTF_8))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void configurationsAreRefusedOrReadAndWrittenAgain() {
    refusedOrRead(
        CONFIG,
        bytes -> {
          ImageDocument document = ImageDocument.read(bytes);
          assertThat(ImageDocument.read(document.write())).isEqualTo(document);
          document.config().variables();
        });
  }

  @Test
  void manifestsAndIndexesAreRefusedOrReadAndWrittenAgain() {
    refusedOrRead(MANIFEST, bytes -> Manifest.read(Manifest.read(bytes).write()));
    refusedOrRead(MANIFEST, bytes -> Index.read(Index.read(bytes).write()));
  }

  @Test
  void nullIsEmptyAsInGo() {
    ImageConfig config =
        ImageConfigJson.read(
            tree("{\"Env\":[null,\"A=b\"],\"Cmd\":[null],\"Labels\":{\"l\":null}}"));
    assertThat(config.env()).containsExactly("", "A=b");
    assertThat(config.cmd()).containsExactly("");
    assertThat(config.labels()).containsEntry("l", "");
  }
}
