package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker Hub, played by a registry behind a proxy, and its mirrors. */
@EndToEnd
@JdockOnly("a daemon's settings are not ours to change")
class HubIT {

  private static final String HUB = "registry-1.docker.io";

  private final Jdock suite;
  private @TempDir Path folder = Path.of("");
  private Path settings = Path.of("");
  private Registry hub;
  private ProxyServer proxy;
  private OwnRoot root;
  private Jdock jdock;

  HubIT(Jdock jdock) {
    this.suite = jdock;
    this.jdock = jdock;
  }

  @BeforeEach
  void prepare() throws IOException {
    settings = Files.createDirectories(folder.resolve("etc/jdock"));
    Path certificates = Files.createDirectories(settings.resolve("certs.d/" + HUB));
    Authority authority = Authority.create(folder, "authority");
    Files.copy(authority.certificate(), certificates.resolve("ca.crt"));
    hub = Registry.withTls(HUB, authority.issue("hub", "DNS:" + HUB), "");
    proxy = ProxyServer.start(Map.of(HUB + ":443", hub.port()));
    root = OwnRoot.withEtc(suite, folder.resolve("etc"));
    jdock = root.jdock().with("HTTPS_PROXY", proxy.address());
  }

  @AfterEach
  void close() {
    root.close();
    proxy.close();
    hub.close();
  }

  private void mirrors(String... addresses) {
    Host.write(
        settings.resolve("daemon.json"),
        "{\"registry-mirrors\": [\"" + String.join("\", \"", addresses) + "\"]}");
  }

  @Test
  void mirrorsAreAskedFirstAndTheHubForWhatTheyLack() {
    String nobody = "http://127.0.0.1:" + Host.freePort();
    try (Registry mirror = Registry.start()) {
      jdock.run("tag", jdock.busybox(), "library/app:1").ok();
      jdock.run("tag", jdock.busybox(), mirror.host() + "/library/app:1").ok();
      jdock.run("push", mirror.host() + "/library/app:1").ok();
      jdock.run("rmi", mirror.host() + "/library/app:1").ok();

      mirrors(nobody, "http://" + mirror.host());
      jdock.run("rmi", "app:1").ok();
      jdock
          .run("pull", "app:1")
          .ok()
          .saysOnOut("1: Pulling from library/app\n")
          .saysOnOut("Status: Downloaded newer image for app:1\ndocker.io/library/app:1\n");
      assertThat(proxy.asked()).as("not asked: the mirror had it").isEmpty();
      assertThat(jdock.format("app:1", "{{.RepoTags}}")).contains("app:1");

      jdock.run("tag", "app:1", "team/other:2").ok();
      jdock.run("push", "team/other:2").ok();
      assertThat(proxy.asked()).as("pushes go home").isNotEmpty();
      jdock.run("rmi", "team/other:2").ok();
      jdock.run("pull", "team/other:2").ok().saysOnOut("2: Pulling from team/other\n");
      jdock
          .run("pull", "none/such")
          .exits(1)
          .saysOnErr("manifest for none/such:latest not found: manifest unknown");
    }
  }

  @Test
  void withoutAnyMirrorUpTheHubIsAsked() {
    jdock.run("tag", jdock.busybox(), "app:1").ok();
    jdock.run("push", "app:1").ok();
    jdock.run("rmi", "app:1").ok();
    mirrors("http://127.0.0.1:" + Host.freePort());
    jdock.run("pull", "-q", "app:1").prints("docker.io/library/app:1");
    jdock.run("rmi", "app:1").ok();
    jdock.run("run", "--rm", "app:1", "true").ok().saysOnErr("1: Pulling from library/app");
  }

  @Test
  void blobsOfOtherRepositoriesAreMounted() {
    for (String name : List.of("team/one", "team/two")) {
      jdock.run("tag", jdock.busybox(), name).ok();
    }
    jdock.run("push", "team/one").ok().saysOnOut(": Pushed\n");
    jdock.run("push", "team/two").ok().saysOnOut(": Mounted from team/one\n");
    jdock.run("push", "team/two").ok().saysOnOut(": Layer already exists\n");
    for (String name : List.of("team/one", "team/two")) {
      jdock.run("rmi", name).ok();
    }
    jdock.run("rmi", jdock.busybox()).ok();
    jdock.run("pull", "team/two").ok();
  }

  @Test
  void searchShowsWhatARegistryFinds() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/search",
        exchange -> {
          asked.add(exchange.getRequestURI().getQuery());
          byte[] body =
              """
              {"query": "tool", "num_results": 2, "results": [
                {"name": "tool", "description": "A tool\\nof note", "star_count": 12,
                 "is_official": true, "is_automated": false},
                {"name": "me/tool", "description": "", "star_count": 3,
                 "is_official": false, "is_automated": false}]}
              """
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String term = "127.0.0.1:" + server.getAddress().getPort() + "/tool";
      List<String> lines = jdock.run("search", "--limit", "7", term).lines();
      assertThat(lines.getFirst()).matches("NAME +DESCRIPTION +STARS +OFFICIAL");
      assertThat(lines.get(1)).matches("tool +A tool of note +12 +\\[OK\\]");
      assertThat(lines.get(2)).matches("me/tool +3 *");
      assertThat(asked.getFirst()).isEqualTo("q=tool&n=7");
      jdock
          .run("search", "-f", "stars=5", "--format", "{{.Name}} {{.StarCount}}", term)
          .prints("tool 12");
    } finally {
      server.stop(0);
    }
    jdock
        .run("search", "127.0.0.1:" + Host.freePort() + "/tool")
        .exits(1)
        .saysOnErr("connection refused");
  }
}
