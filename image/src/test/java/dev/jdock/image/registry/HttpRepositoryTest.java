package dev.jdock.image.registry;

import static dev.jdock.image.registry.FakeServer.answer;
import static dev.jdock.image.registry.FakeServer.descriptor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.sun.net.httpserver.HttpExchange;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to a registry that errs in every way there is. */
class HttpRepositoryTest {
  private static final String MANIFEST = "/v2/a/b/manifests/latest";
  private static final byte[] EMPTY_MANIFEST =
      ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\"}").getBytes(UTF_8);

  private static final Limits HASTY = hasty(Duration.ofMillis(500), 5);

  @TempDir Path etc;
  private FakeServer server;
  private Registries registries;
  private RemoteRepository repository;

  @BeforeEach
  void open() throws IOException {
    server = FakeServer.plain();
    registries = FakeServer.registries(etc);
    repository = server.repository(registries, Credentials.none());
  }

  @AfterEach
  void close() {
    registries.close();
    server.close();
  }

  static Limits hasty(Duration silence, int attempts) {
    Limits usual = FakeServer.IMPATIENT;
    return new Limits(
        usual.connect(), silence, usual.greeting(), attempts, usual.pause(), usual.longestWait());
  }

  private void manifest(byte[] bytes, String type) {
    server.on(
        MANIFEST,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", type);
          answer(exchange, 200, bytes);
        });
  }

  @Test
  void readsAManifestAsItIs() {
    manifest(EMPTY_MANIFEST, MediaTypes.OCI_MANIFEST + "; charset=utf-8");
    RemoteRepository.RemoteManifest manifest = repository.manifest("latest");
    assertThat(manifest.bytes()).isEqualTo(EMPTY_MANIFEST);
    assertThat(manifest.descriptor())
        .isEqualTo(
            new Descriptor(
                MediaTypes.OCI_MANIFEST,
                descriptor(EMPTY_MANIFEST).digest(),
                EMPTY_MANIFEST.length,
                null));
  }

  @Test
  void refusesAManifestOfAnotherDigest() {
    String digest = descriptor(new byte[1]).digest().toString();
    server.on("/v2/a/b/manifests/" + digest, exchange -> answer(exchange, 200, EMPTY_MANIFEST));
    assertThatThrownBy(() -> repository.manifest(digest))
        .hasMessage("manifest verification failed for digest " + digest);
  }

  @Test
  void refusesAManifestThatIsNotWhatItsHeaderSays() {
    String digest = descriptor(new byte[1]).digest().toString();
    server.on(
        MANIFEST,
        exchange -> {
          exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
          answer(exchange, 200, EMPTY_MANIFEST);
        });
    assertThatThrownBy(() -> repository.manifest("latest"))
        .hasMessage("manifest verification failed for digest " + digest);
  }

  @Test
  void refusesAManifestThatCanBeReadInTwoWays() {
    manifest(EMPTY_MANIFEST, MediaTypes.OCI_INDEX);
    assertThatThrownBy(() -> repository.manifest("latest"))
        .hasMessageStartingWith("mediaType in manifest should be");
  }

  @Test
  void refusesAHugeManifest() {
    manifest(new byte[Manifests.MOST + 1], MediaTypes.OCI_MANIFEST);
    assertThatThrownBy(() -> repository.manifest("latest")).hasMessageContaining("larger than");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"schemaVersion\":1}", "<html>"})
  void refusesWhatIsNoManifest(String text) {
    manifest(text.getBytes(UTF_8), MediaTypes.OCI_MANIFEST);
    assertThatThrownBy(() -> repository.manifest("latest")).isInstanceOf(JdockException.class);
  }

  @Test
  void tellsOfAMissingManifestInDockersWords() {
    assertThatThrownBy(() -> repository.manifest("nosuch"))
        .hasMessage(
            "manifest for "
                + server.host()
                + "/a/b:nosuch not found: manifest unknown: manifest unknown")
        .extracting(e -> ((JdockException) e).kind())
        .isEqualTo(JdockException.Kind.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400 | <html> | error parsing HTTP 400 response body: invalid character '<' looking for"
            + " beginning of value: \"<html>\"",
        "404 | 404 page not found | invalid character 'p' after top-level value: ",
        "404 | not found | invalid character 'o' in literal null (expecting 'u'): ",
        "404 | `` | unexpected end of JSON input: \"\"",
        "401 | x | unauthorized: authentication required",
        "403 | {\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]} | pull access denied for",
        "404 | {\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"m\"}]} | not found: name"
            + " unknown: m",
        "404 | {} | no error details found in HTTP response body",
        "429 | {\"details\":\"slow down\"} | toomanyrequests: slow down",
        "500 | x | received unexpected HTTP status: 500 Internal Server Error",
        "503 | x | received unexpected HTTP status: 503 Service Unavailable",
      })
  void tellsWhatTheRegistrySays(int status, String body, String message) {
    server.on(MANIFEST, exchange -> answer(exchange, status, body));
    assertThatThrownBy(() -> repository.manifest("latest"))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining(message);
    int times = status == 429 || status >= 500 ? FakeServer.IMPATIENT.attempts() : 1;
    assertThat(server.requests("GET " + MANIFEST)).hasSize(times);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "Thu, 01 Jan 1970 00:00:00 GMT", "soon"})
  void triesAgainWhatPasses(String retryAfter) {
    AtomicInteger count = new AtomicInteger();
    server.on(
        MANIFEST,
        exchange -> {
          if (count.incrementAndGet() < 3) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            answer(exchange, count.get() == 1 ? 503 : 429, "");
          } else {
            answer(exchange, 200, EMPTY_MANIFEST);
          }
        });
    assertThat(repository.manifest("latest").bytes()).isEqualTo(EMPTY_MANIFEST);
  }

  @Test
  void doesNotWaitForHours() {
    server.on(
        MANIFEST,
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "3600");
          answer(exchange, 429, "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"x\"}]}");
        });
    assertThatThrownBy(() -> repository.manifest("latest")).hasMessage("toomanyrequests: x");
    assertThat(server.requests("GET " + MANIFEST)).hasSize(1);
  }

  @Test
  void givesUpOnAServerThatFallsSilent() {
    CountDownLatch never = new CountDownLatch(1);
    server.on(MANIFEST, exchange -> await(never));
    try (Registries fewer = new Registries(etc, HASTY)) {
      RemoteRepository silent = server.repository(fewer, Credentials.none());
      assertThatThrownBy(() -> silent.manifest("latest"))
          .hasMessageContaining("timeout awaiting response");
    }
    never.countDown();
    // Each time is all the patience there is.
    assertThat(server.requests("GET " + MANIFEST)).hasSize(2);
  }

  /** The rest of what is promised never comes, and the connection stays open. */
  private static void promise(HttpExchange exchange, byte[] body, long length, CountDownLatch end)
      throws IOException {
    exchange.sendResponseHeaders(200, length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
    await(end);
  }

  @Test
  void givesUpOnAManifestOfWhichTheRestNeverComes() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    server.on(
        MANIFEST, exchange -> promise(exchange, EMPTY_MANIFEST, EMPTY_MANIFEST.length + 7, end));
    try (Registries hasty = new Registries(etc, HASTY)) {
      RemoteRepository lying = server.repository(hasty, Credentials.none());
      assertThatThrownBy(() -> lying.manifest("latest"))
          .isInstanceOf(JdockException.class)
          .hasMessageContaining("no byte for");
    } finally {
      end.countDown();
    }
  }

  @Test
  void givesUpOnABlobOfWhichTheRestNeverComes() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    byte[] content = blob(1000);
    String path = "/v2/a/b/blobs/" + descriptor(content).digest();
    server.on(path, exchange -> promise(exchange, Arrays.copyOf(content, 10), 1000, end));
    try (Registries hasty = new Registries(etc, HASTY);
        InputStream in =
            server.repository(hasty, Credentials.none()).blob(descriptor(content), 0)) {
      assertThatThrownBy(in::readAllBytes).hasMessageContaining("no byte for");
    } finally {
      end.countDown();
    }
    assertThat(server.requests("GET " + path)).hasSizeLessThan(5);
  }

  /** An answer that says nothing that is wanted is not waited for. */
  @Test
  void doesNotWaitForTheRestOfAGreeting() {
    CountDownLatch end = new CountDownLatch(1);
    server.on("/v2/", exchange -> promise(exchange, new byte[] {'{'}, 100, end));
    manifest(EMPTY_MANIFEST, MediaTypes.OCI_MANIFEST);
    try {
      assertTimeout(
          FakeServer.IMPATIENT.silence().dividedBy(2),
          () -> assertThat(repository.manifest("latest")).isNotNull());
    } finally {
      end.countDown();
    }
  }

  @Test
  void aHugeManifestIsNotEvenRead() {
    CountDownLatch end = new CountDownLatch(1);
    server.on(MANIFEST, exchange -> promise(exchange, new byte[1], 1L << 40, end));
    try {
      assertTimeout(
          FakeServer.IMPATIENT.silence().dividedBy(2),
          () ->
              assertThatThrownBy(() -> repository.manifest("latest"))
                  .hasMessageContaining("larger than"));
    } finally {
      end.countDown();
    }
  }

  @Test
  void doesNotWaitLongForServersThatIgnoreATlsGreeting() {
    server.on(MANIFEST, exchange -> answer(exchange, 404, ""));
    Duration silence = FakeServer.IMPATIENT.silence();
    assertTimeout(
        silence.dividedBy(2),
        () -> assertThatThrownBy(() -> repository.manifest("latest")).isNotNull());
    assertThat(server.requests("GET " + MANIFEST)).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void saysWhenNobodyListens() {
    server.close();
    assertThatThrownBy(() -> repository.manifest("latest"))
        .hasMessage(
            "Get \"http://%s/v2/\": dial tcp %s: connect: connection refused"
                .formatted(server.host(), server.host()));
  }

  private byte[] blob(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private void serve(byte[] content, int perRequest, boolean ranges) {
    server.on(
        "/v2/a/b/blobs/" + descriptor(content).digest(),
        exchange -> part(exchange, content, perRequest, ranges));
  }

  /** Promises all that was asked for, sends less and hangs up. */
  private static void part(HttpExchange exchange, byte[] content, int most, boolean ranges)
      throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from =
        range == null || !ranges ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    exchange.getResponseBody().write(content, from, Math.min(most, content.length - from));
    exchange.getResponseBody().flush();
  }

  @Test
  void takesABrokenBlobUpWhereItBroke() throws IOException {
    byte[] content = blob(1_000_000);
    serve(content, 150_000, true);
    try (InputStream in = repository.blob(descriptor(content), 0)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(server.requests("GET /v2/a/b/blobs")).hasSizeGreaterThan(5);
  }

  @Test
  void skipsWhatItHasWhereThereAreNoRanges() throws IOException {
    byte[] content = blob(100_000);
    serve(content, content.length, false);
    try (InputStream in = repository.blob(descriptor(content), 99_000)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 99_000, 100_000));
    }
  }

  @Test
  void givesUpOnABlobThatNeverGoesOn() throws IOException {
    byte[] content = blob(1000);
    serve(content, 0, true);
    try (InputStream in = repository.blob(descriptor(content), 0)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("EOF");
    }
    // The JDK's client may ask once more by itself when a kept connection breaks.
    int tries = FakeServer.IMPATIENT.attempts();
    assertThat(server.requests("GET /v2/a/b/blobs")).hasSizeBetween(tries, 2 * tries);
  }

  @ParameterizedTest
  @ValueSource(ints = {999, 1001})
  void refusesABlobOfAnotherSize(int size) {
    byte[] content = blob(1000);
    Descriptor lie = new Descriptor("x", descriptor(content).digest(), size, null);
    serve(content, content.length, true);
    assertThatThrownBy(() -> repository.blob(lie, 0))
        .hasMessageContaining("1000 bytes instead of " + size);
  }

  @Test
  void neverGivesMoreThanTheDescriptorSays() throws IOException {
    byte[] content = blob(1000);
    server.on(
        "/v2/a/b/blobs/" + descriptor(content).digest(),
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 100; i++) {
            exchange.getResponseBody().write(content);
          }
        });
    try (InputStream in = repository.blob(descriptor(content), 0)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void closingEndsABlockedRead() throws Exception {
    byte[] content = blob(1000);
    CountDownLatch never = new CountDownLatch(1);
    server.on(
        "/v2/a/b/blobs/" + descriptor(content).digest(),
        exchange -> {
          part(exchange, content, 10, true);
          await(never);
        });
    try (InputStream in = repository.blob(descriptor(content), 0)) {
      assertThat(in.readNBytes(10)).hasSize(10);
      Thread closer = Thread.startVirtualThread(() -> closeQuietly(in));
      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
      closer.join();
    }
    never.countDown();
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void redirectsAreFollowedWithoutTheLogin() throws IOException {
    byte[] content = blob(500);
    try (FakeServer store = FakeServer.plain()) {
      store.on("/data", exchange -> answer(exchange, 200, content));
      server
          .on("/v2/", exchange -> unauthorized(exchange, "Basic realm=\"r\""))
          .on(
              "/v2/a/b/blobs/" + descriptor(content).digest(),
              exchange -> {
                exchange.getResponseHeaders().set("Location", store.url() + "/data?sig=secret");
                answer(exchange, 307, "");
              });
      RemoteRepository mine =
          server.repository(registries, name -> new Credential.Password("ann", "pw"));
      try (InputStream in = mine.blob(descriptor(content), 0)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
      assertThat(server.requests("GET /v2/a/b/blobs").getFirst()).contains("Basic ");
      assertThat(store.log).containsExactly("GET /data?sig=secret");
    }
  }

  private static void unauthorized(HttpExchange exchange, String challenge) throws IOException {
    exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
    answer(exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
  }

  @Test
  void redirectsDoNotGoOnForEver() {
    server.on(
        MANIFEST,
        exchange -> {
          exchange.getResponseHeaders().set("Location", MANIFEST);
          answer(exchange, 302, "");
        });
    assertThatThrownBy(() -> repository.manifest("latest"))
        .hasMessageContaining("stopped after 10 redirects");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/shadow", "::", "gopher://x/"})
  void redirectsLeadToServersOnly(String location) {
    server.on(
        MANIFEST,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          answer(exchange, 302, "");
        });
    assertThatThrownBy(() -> repository.manifest("latest"))
        .hasMessageContaining("invalid Location");
  }

  @Test
  void uploadsWhereTheRegistrySays() throws IOException {
    byte[] content = blob(300_000);
    AtomicInteger tries = new AtomicInteger();
    AtomicLong received = new AtomicLong();
    server
        .on(
            "/v2/a/b/blobs/uploads/",
            exchange -> {
              exchange.getResponseHeaders().set("Location", "/up?state=x%2Fy");
              answer(exchange, 202, "");
            })
        .on(
            "/up",
            exchange -> {
              byte[] body = exchange.getRequestBody().readAllBytes();
              if (tries.incrementAndGet() > 1) {
                received.set(body.length);
                answer(exchange, 201, "");
              }
              // The first time it hangs up without a word.
            });
    AtomicLong metered = new AtomicLong();
    repository.upload(
        descriptor(content), () -> new ByteArrayInputStream(content), metered::addAndGet);
    assertThat(received.get()).isEqualTo(content.length);
    assertThat(metered.get()).isEqualTo(content.length);
    assertThat(server.requests("PUT /up?state=x%2Fy&digest=sha256:")).hasSize(2);
  }

  @Test
  void placesAreMeantFromWhereTheyAreGiven() throws IOException {
    byte[] content = blob(100);
    try (FakeServer other = FakeServer.plain()) {
      server.on(
          "/v2/a/b/blobs/uploads/",
          exchange -> {
            exchange.getResponseHeaders().set("Location", other.url() + "/start");
            answer(exchange, 307, "");
          });
      other
          .on(
              "/start",
              exchange -> {
                exchange.getResponseHeaders().set("Location", "/up");
                answer(exchange, 202, "");
              })
          .on("/up", exchange -> answer(exchange, 201, ""));
      repository.upload(descriptor(content), () -> new ByteArrayInputStream(content), count -> {});
      assertThat(other.requests("PUT /up?digest=sha256:")).hasSize(1);
    }
  }

  @Test
  void aMirrorIsResumedFromWithoutTheRegistryItself() throws IOException {
    byte[] content = blob(1000);
    serve(content, 600, true);
    Proxies proxies = Proxies.of(Map.of());
    try (Connections connections = new Connections(FakeServer.IMPATIENT)) {
      Transport transport =
          new Transport(
              connections.client(Trust.of(etc, server.host(), true), proxies),
              proxies,
              FakeServer.IMPATIENT);
      Session mirror =
          new Session(
              new Endpoint(URI.create(server.url()), true, true),
              transport,
              new Credential.Anonymous(),
              false);
      Session nobody =
          new Session(
              new Endpoint(URI.create("http://127.0.0.1:1"), true, false),
              transport,
              new Credential.Anonymous(),
              false);
      RemoteRepository mirrored =
          new HttpRepository(Reference.parse("a/b"), new Route(List.of(mirror), List.of(nobody)));
      try (InputStream in = mirrored.blob(descriptor(content), 0)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
    }
  }

  @Test
  void readsTagsPageByPage() {
    server.on(
        "/v2/a/b/tags/list",
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery() == null;
          if (first) {
            exchange
                .getResponseHeaders()
                .set("Link", "</v2/a/b/tags/list?last=b&n=2>; rel=\"next\"");
          }
          answer(exchange, 200, "{\"tags\":" + (first ? "[\"a\",\"b\"]" : "[\"c\"]") + "}");
        });
    assertThat(repository.tags()).containsExactly("a", "b", "c");
  }
}
