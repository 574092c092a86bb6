package dev.jdock.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrainingRegistryTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  private final HttpClient client = HttpClient.newHttpClient();
  private TrainingRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = TrainingRegistry.start();
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  @Test
  void isOneOfTheSecondVersion() throws Exception {
    assertThat(ask("GET", "/v2/").statusCode()).isEqualTo(200);
  }

  @Test
  void keepsABlobThatComesInParts() throws Exception {
    Digest digest = Digest.of(CONTENT);
    String blob = "/v2/image/blobs/" + digest;
    assertThat(ask("HEAD", blob).statusCode()).isEqualTo(404);
    String place = place(ask("POST", "/v2/image/blobs/uploads/"));
    HttpResponse<byte[]> part = ask("PATCH", place, BodyPublishers.ofByteArray(CONTENT, 0, 3));
    assertThat(part.headers().firstValue("Range")).contains("0-2");
    HttpResponse<byte[]> end =
        ask(
            "PUT",
            place(part) + "?digest=" + digest,
            BodyPublishers.ofByteArray(CONTENT, 3, CONTENT.length - 3));
    assertThat(end.statusCode()).isEqualTo(201);
    assertThat(place(end)).isEqualTo(blob);
    assertThat(ask("GET", blob).body()).isEqualTo(CONTENT);
    assertThat(ask("HEAD", blob).headers().firstValueAsLong("Content-Length"))
        .hasValue(CONTENT.length);
  }

  @Test
  void knowsAManifestByTagAndDigest() throws Exception {
    HttpResponse<byte[]> put =
        ask("PUT", "/v2/image/manifests/latest", BodyPublishers.ofByteArray(CONTENT));
    assertThat(put.statusCode()).isEqualTo(201);
    for (String name : new String[] {"latest", Digest.of(CONTENT).toString()}) {
      HttpResponse<byte[]> answer = ask("GET", "/v2/image/manifests/" + name);
      assertThat(answer.body()).isEqualTo(CONTENT);
      assertThat(answer.headers().firstValue("Content-Type")).contains(MANIFEST);
    }
  }

  @Test
  void hasNoUploadThatNobodyHasBegun() throws Exception {
    assertThat(ask("PATCH", "/v2/image/blobs/uploads/7").statusCode()).isEqualTo(404);
    assertThat(ask("DELETE", "/v2/image/manifests/latest").statusCode()).isEqualTo(405);
  }

  private static String place(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private HttpResponse<byte[]> ask(String method, String path) throws Exception {
    return ask(method, path, BodyPublishers.noBody());
  }

  private HttpResponse<byte[]> ask(String method, String path, BodyPublisher body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + registry.address() + path))
            .header("Content-Type", MANIFEST)
            .method(method, body)
            .build();
    return client.send(request, BodyHandlers.ofByteArray());
  }
}
