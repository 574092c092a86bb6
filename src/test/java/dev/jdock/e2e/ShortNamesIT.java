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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker Hub and quay.io, played by registries behind a proxy: what short names are taken for. */
@EndToEnd
@JdockOnly("Docker takes no name for another")
class ShortNamesIT {
  private static final String HUB = "registry-1.docker.io";
  private static final String QUAY = "quay.io";
  private static final String TAKEN =
      "Taking 'jupyter:latest' for quay.io/jupyter/scipy-notebook:latest";

  private final Jdock suite;
  private @TempDir Path folder = Path.of("");
  private Path settings = Path.of("");
  private Registry hub;
  private Registry quay;
  private ProxyServer proxy;
  private OwnRoot root;
  private Jdock jdock;

  ShortNamesIT(Jdock jdock) {
    this.suite = jdock;
    this.jdock = jdock;
  }

  @BeforeEach
  void prepare() throws IOException {
    settings = Files.createDirectories(folder.resolve("etc/jdock"));
    Authority authority = Authority.create(folder, "authority");
    for (String name : List.of(HUB, QUAY)) {
      Path certificates = Files.createDirectories(settings.resolve("certs.d/" + name));
      Files.copy(authority.certificate(), certificates.resolve("ca.crt"));
    }
    hub = Registry.withTls(HUB, authority.issue("hub", "DNS:" + HUB), "");
    quay = Registry.withTls(QUAY, authority.issue("quay", "DNS:" + QUAY), "");
    proxy = ProxyServer.start(Map.of(HUB + ":443", hub.port(), QUAY + ":443", quay.port()));
    root = OwnRoot.withEtc(suite, folder.resolve("etc"));
    jdock = root.jdock().with("HTTPS_PROXY", proxy.address());
  }

  @AfterEach
  void close() {
    root.close();
    proxy.close();
    hub.close();
    quay.close();
  }

  private void publish(String name) {
    jdock.run("tag", jdock.busybox(), name).ok();
    jdock.run("push", name).ok();
    jdock.run("rmi", name).ok();
  }

  @Test
  void aNameThatTheLibraryLacksIsTakenForTheProjectsImageOnce() {
    publish("quay.io/jupyter/scipy-notebook:latest");
    jdock.run("run", "--rm", "--pull", "never", "jupyter", "true").exits(125);
    jdock.run("pull", "docker.io/jupyter").exits(1).saysOnErr("manifest unknown");
    jdock.run("pull", "library/jupyter").exits(1).saysOnErr("manifest unknown");

    Result first = jdock.run("run", "--rm", "jupyter", "echo", "here").ok();
    assertThat(first.out()).isEqualTo("here\n");
    assertThat(first.err().lines().filter(TAKEN::equals)).hasSize(1);
    assertThat(jdock.format("jupyter", "{{.RepoTags}}"))
        .contains("jupyter:latest", "quay.io/jupyter/scipy-notebook:latest");

    int asked = proxy.asked().size();
    jdock.run("run", "--rm", "jupyter", "echo", "again").prints("again");
    assertThat(proxy.asked()).as("it is there by its short name").hasSize(asked);

    jdock.run("rmi", "jupyter").ok();
    Host.write(folder.resolve("Dockerfile"), "FROM jupyter\nRUN touch /built\n");
    jdock.in(folder).run("build", ".").ok().saysOnErr(TAKEN);
    jdock.run("rmi", "-f", "quay.io/jupyter/scipy-notebook:latest").ok();
    jdock
        .run("pull", "-q", "jupyter")
        .ok()
        .prints("quay.io/jupyter/scipy-notebook:latest")
        .saysOnErr(TAKEN);
  }

  @Test
  void clientsOfTheApiGetTheProjectsImage() {
    publish("quay.io/jupyter/scipy-notebook:latest");
    jdock.run("engine", "stop").ok();
    Host.write(
        settings.resolve("daemon.json"),
        "{\"proxies\": {\"https-proxy\": \"" + proxy.address() + "\"}}");
    Path socket = folder.resolve("api.sock");
    jdock.run("engine", "start", "--api", "-H", "unix://" + socket).ok();
    ApiClient.Answer pulled;
    try (ApiClient client = ApiClient.to(socket)) {
      pulled = client.post("/images/create?fromImage=jupyter&tag=latest", "").is(200);
    }
    assertThat(pulled.documents())
        .extracting(line -> line.path("status").asText())
        .contains(TAKEN)
        .anyMatch(line -> line.startsWith("Status: Downloaded newer image"));
    jdock.run("run", "--rm", "--pull", "never", "jupyter", "echo", "here").prints("here");
  }

  @Test
  void whatTheLibraryHasIsNeverTakenForAnotherImage() {
    publish("jupyter:latest");
    Result result = jdock.run("run", "--rm", "jupyter", "true").ok();
    assertThat(result.err()).contains("Pulling from library/jupyter").doesNotContain("Taking");
    assertThat(proxy.asked()).noneMatch(line -> line.contains(QUAY));
  }

  @Test
  void aRegistrysAnswerIsReportedAndNothingIsBuiltInstead() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int[] status = {404};
    server.createContext(
        "/v2/",
        exchange -> {
          byte[] body = "<html>nonsense</html>".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Retry-After", "3600");
          boolean ping = exchange.getRequestURI().getPath().equals("/v2/");
          exchange.sendResponseHeaders(ping ? 200 : status[0], body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String host = "127.0.0.1:" + server.getAddress().getPort();
      Host.write(
          settings.resolve("daemon.json"),
          "{\"aliases\": {\"jupyter\": \"" + host + "/own/notebook\"}}");
      for (int each : List.of(404, 429, 403, 200)) {
        status[0] = each;
        Result result = jdock.run("run", "--rm", "jupyter", "true").exits(125);
        assertThat(result.err())
            .contains("Taking 'jupyter:latest' for " + host + "/own/notebook:latest\n")
            .doesNotContain("recipe");
        assertThat(jdock.run("ps", "-aq").ok().out()).isEmpty();
      }
    } finally {
      server.stop(0);
    }
    Result refused = jdock.run("run", "--rm", "r", "true").exits(125);
    assertThat(refused.err())
        .as("the hub answers that it has no such image")
        .contains("Taking 'r:latest' for rocker/r-ver:latest\n", "manifest for rocker/r-ver:latest")
        .doesNotContain("recipe");
  }

  @Test
  void aMistakeInTheSettingsIsTold() {
    Host.write(settings.resolve("daemon.json"), "{\"aliases\": {\"a/b\": \"c\"}}");
    jdock
        .run("run", "jupyter")
        .exits(125)
        .saysOnErr(
            "unable to read the settings of aliases in /etc/jdock/daemon.json: invalid alias \"a/b\"");
  }
}
