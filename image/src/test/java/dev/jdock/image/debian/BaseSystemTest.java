package dev.jdock.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror with two packages, and what may be wrong with it. */
class BaseSystemTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String DEB = "/debian/pool/dash.deb";
  private static final String PACKAGES = "/debian/dists/test/main/binary-amd64/Packages";
  private static final String RELEASE = "/debian/dists/test/InRelease";

  @TempDir private Path folder;
  private final TestKey key = new TestKey(0);
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private HttpServer server = start();
  private String until = "";

  private static HttpServer start() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void serve() throws IOException {
    int owner = (int) Files.getAttribute(folder, "unix:uid");
    byte[] dash = new TestDeb(owner).folder("./").folder("./bin/").file("./bin/sh", "x").made();
    byte[] apt = new TestDeb(owner).file("./apt", "y").made();
    files.put(DEB, dash);
    files.put("/debian/pool/apt.deb", apt);
    files.put(PACKAGES, bytes(stanza("dash", dash, "Essential: yes") + stanza("apt", apt, "")));
    release("test", PACKAGES);
    server.createContext(
        "/",
        exchange -> {
          byte[] found = files.get(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(
              found == null ? 404 : 200, found == null ? -1 : found.length);
          if (found != null) {
            exchange.getResponseBody().write(found);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void release(String suite, String packages) {
    byte[] list = files.getOrDefault(packages, new byte[0]);
    files.put(
        "/debian/dists/" + suite + "/InRelease",
        key.signed(
            """
            Suite: %s
            Codename: %s
            Date: Sat, 21 Nov 2026 02:10:46 UTC
            %sArchitectures: amd64
            SHA256:
             %s %d main/binary-amd64/Packages
            """
                .formatted(suite, suite, until, Digest.of(list).hex(), list.length)));
  }

  private static String stanza(String name, byte[] deb, String more) {
    return """
    Package: %s
    Version: 1
    Architecture: amd64
    Filename: pool/%s.deb
    Size: %d
    SHA256: %s
    %s

    """
        .formatted(name, name, deb.length, Digest.of(deb).hex(), more)
        .replace("\n\n\n", "\n\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private BaseSystem find(String suite) throws InterruptedException {
    return find(suite, "http://127.0.0.1:" + server.getAddress().getPort() + "/debian");
  }

  private BaseSystem find(String suite, String mirror) throws InterruptedException {
    return BaseSystem.find(
        new SystemRequest(
            Distribution.named("debian").orElseThrow(),
            suite,
            URI.create(mirror),
            key.keys(),
            "amd64",
            Map.of(),
            folder.resolve("etc"),
            NOW),
        folder,
        warnings::add);
  }

  private void unpack(BaseSystem system) throws IOException, InterruptedException {
    Path packages = Files.createDirectory(folder.resolve("packages"));
    Path root = Files.createDirectory(folder.resolve("root"));
    try (Directory directory = Directory.open(root);
        PackageFetch fetch = system.fetch(packages)) {
      fetch.unpack(directory, () -> {});
    }
  }

  private void refuses(JdockException.Kind kind, String message) {
    assertThatThrownBy(
            () -> {
              try (BaseSystem system = find("test")) {
                unpack(system);
              }
            })
        .isInstanceOfSatisfying(
            JdockException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsEssentialIsUnpackedAndAllIsThere() throws Exception {
    try (BaseSystem system = find("test")) {
      assertThat(system.count()).isEqualTo(2);
      assertThat(system.day()).isEqualTo("2026-11-21T00:00:00Z");
      assertThat(system.codename()).isEqualTo("test");
      assertThat(system.sources()).extracting(Source::suite).containsExactly("test");
      unpack(system);
    }
    assertThat(folder.resolve("root/bin/sh")).hasContent("x");
    assertThat(folder.resolve("root/apt")).doesNotExist();
    assertThat(folder.resolve("packages/base/dash.deb")).exists();
    assertThat(folder.resolve("packages/others/apt.deb")).exists();
    assertThat(folder.resolve("Packages")).doesNotExist();
  }

  @Test
  void suiteThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> find("gone"))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("debian has no suite \"gone\" at http://127.0.0.1:");
  }

  @Test
  void mirrorOutOfReachIsNamed() {
    server.stop(0);
    refuses(JdockException.Kind.UNAVAILABLE, "connection refused");
    assertThatThrownBy(() -> find("test", "http://nobody.invalid/debian"))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("lookup nobody.invalid: no such host");
  }

  @Test
  void releaseOfSomebodyElseIsRefused() {
    String text = new String(files.get(RELEASE), StandardCharsets.UTF_8);
    files.put(RELEASE, bytes(text.replace("Suite: test", "Suite: TEST")));
    refuses(JdockException.Kind.FORBIDDEN, "has a wrong signature of the key");
    files.put(RELEASE, new TestKey(0).signed("Suite: test\n"));
    refuses(JdockException.Kind.FORBIDDEN, "is signed by no key that jdock knows");
    files.put(RELEASE, bytes("Suite: test\n"));
    refuses(JdockException.Kind.FORBIDDEN, "");
  }

  @Test
  void releaseOfAnotherSuiteIsRefused() {
    release("other", PACKAGES);
    files.put(RELEASE, files.get("/debian/dists/other/InRelease"));
    refuses(JdockException.Kind.FORBIDDEN, "it is of \"other\"");
  }

  @Test
  void oldReleaseIsRefused() {
    until = "Valid-Until: Sun, 22 Nov 2026 11:59:59 UTC\n";
    release("test", PACKAGES);
    refuses(JdockException.Kind.FORBIDDEN, "is too old: it was valid until 2026-11-22T11:59:59Z");
  }

  @Test
  void listThatIsNotTheSignedOneIsRefused() {
    byte[] list = files.get(PACKAGES);
    list[list.length - 10] ^= 1;
    files.put(PACKAGES, list);
    refuses(JdockException.Kind.FORBIDDEN, "is not the file that the signed lists name");
    files.remove(PACKAGES);
    refuses(JdockException.Kind.NOT_FOUND, "the mirror lacks http://127.0.0.1");
  }

  @Test
  void packageThatIsNotTheListedOneIsRefused() {
    byte[] deb = files.get(DEB);
    byte[] other = deb.clone();
    other[100] ^= 1;
    files.put(DEB, other);
    refuses(JdockException.Kind.FORBIDDEN, "dash.deb is not the file that the signed lists name");
  }

  @Test
  void truncatedPackageIsRefused() {
    byte[] deb = files.get(DEB);
    files.put(DEB, Arrays.copyOf(deb, deb.length - 1));
    refuses(
        JdockException.Kind.UNAVAILABLE,
        "dash.deb is cut off: %d bytes instead of %d".formatted(deb.length - 1, deb.length));
  }

  @Test
  void longerPackageIsRefused() {
    byte[] deb = files.get(DEB);
    files.put(DEB, Arrays.copyOf(deb, deb.length + 1));
    refuses(JdockException.Kind.FORBIDDEN, "it is longer instead of sha256:");
  }

  @Test
  void interruptEndsIt() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> find("test")).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
