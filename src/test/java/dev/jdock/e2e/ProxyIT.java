package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxies of the user's environment, for registries and for files of web servers. */
@EndToEnd
@JdockOnly("a daemon's settings are not ours to change")
class ProxyIT {

  private static final String NAME = "registry.example";

  private final Jdock suite;
  private @TempDir Path folder = Path.of("");
  private Path settings = Path.of("");
  private ProxyServer proxy;
  private OwnRoot root;
  private Jdock jdock;

  ProxyIT(Jdock jdock) {
    this.suite = jdock;
    this.jdock = jdock;
  }

  @BeforeEach
  void prepare() throws IOException {
    settings = Files.createDirectories(folder.resolve("etc/jdock"));
    // Leads to this machine, but is no address of the loopback.
    Host.write(folder.resolve("etc/hosts"), "0.0.0.0 registry.example files.example\n");
    proxy = ProxyServer.start(Map.of());
    root = OwnRoot.withEtc(suite, folder.resolve("etc"));
    jdock = root.jdock();
  }

  @AfterEach
  void close() {
    root.close();
    proxy.close();
  }

  private void pushedAndPulled(Jdock user, String name) {
    user.run("tag", user.busybox(), name).ok();
    user.run("push", name).ok();
    user.run("rmi", name).ok();
    user.run("pull", name).ok();
    user.run("rmi", name).ok();
  }

  @Test
  void registriesWithTlsAreReachedThroughATunnel() throws IOException {
    Authority authority = Authority.create(folder, "authority");
    try (Registry registry = Registry.withTls(NAME, authority.issue("server", "DNS:" + NAME), "")) {
      Path certificates = Files.createDirectories(settings.resolve("certs.d/" + registry.host()));
      Files.copy(authority.certificate(), certificates.resolve("ca.crt"));
      String name = registry.host() + "/team/app:1";

      pushedAndPulled(jdock.with("https_proxy", proxy.address()), name);
      assertThat(proxy.asked()).isNotEmpty().containsOnly("CONNECT " + registry.host());

      int asked = proxy.asked().size();
      for (String exception : new String[] {NAME, ".example", "*", registry.host()}) {
        pushedAndPulled(
            jdock.with("HTTPS_PROXY", proxy.address()).with("NO_PROXY", "other," + exception),
            name);
      }
      assertThat(proxy.asked()).hasSize(asked);
      Jdock nobody = jdock.with("HTTPS_PROXY", proxy.addressOfNobody());
      nobody.run("pull", name).exits(1).saysOnErr("Proxy Authentication Required");
    }
  }

  @Test
  void registriesWithoutTlsAreAskedByTheProxy() {
    try (Registry registry = Registry.plain(NAME)) {
      Host.write(
          settings.resolve("daemon.json"),
          "{\"insecure-registries\": [\"" + registry.host() + "\"]}");
      pushedAndPulled(
          jdock.with("HTTP_PROXY", proxy.address()).with("HTTPS_PROXY", proxy.address()),
          registry.host() + "/team/app:1");
      assertThat(proxy.asked())
          .contains("GET http://" + registry.host() + "/v2/")
          .anyMatch(line -> line.startsWith("PUT http://" + registry.host() + "/v2/team/app/"));
    }
  }

  @Test
  void filesOfWebServersAreAskedOfTheProxy() throws IOException {
    Path rootfs = folder.resolve("rootfs.tar");
    Host.run(Suite.fixture("busybox-rootfs"), rootfs.toString()).ok();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean archive = exchange.getRequestURI().getPath().equals("/rootfs.tar");
          byte[] body = archive ? Files.readAllBytes(rootfs) : "hello\n".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String site = "http://files.example:" + server.getAddress().getPort();
      Jdock user = jdock.with("HTTP_PROXY", proxy.address());
      user.run("import", site + "/rootfs.tar", "imported").ok();
      assertThat(proxy.asked()).containsExactly("GET " + site + "/rootfs.tar");
      user.run("run", "--rm", "imported", "true").ok();

      Host.write(
          folder.resolve("Dockerfile"), "FROM imported\nADD " + site + "/hello /\nCMD cat /hello");
      user.run("build", "-t", "built", folder.toString()).ok();
      assertThat(proxy.asked()).endsWith("GET " + site + "/hello");
      user.run("run", "--rm", "built").prints("hello");

      int asked = proxy.asked().size();
      user.with("NO_PROXY", "files.example").run("import", site + "/rootfs.tar").ok();
      assertThat(proxy.asked()).hasSize(asked);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatTheProxyCannotDoIsSaid() {
    int free = Host.freePort();
    String refused = "connect: connection refused";
    Jdock down = jdock.with("HTTPS_PROXY", "http://127.0.0.1:" + free);
    down.run("pull", NAME + "/app").exits(1).saysOnErr(refused);
    for (String scheme : new String[] {"socks5", "https"}) {
      String said =
          "unsupported proxy scheme \"" + scheme + "\" in HTTPS_PROXY: a proxy is http://host:port";
      Jdock user = jdock.with("HTTPS_PROXY", scheme + "://127.0.0.1:" + free);
      user.run("pull", NAME + "/app").exits(1).saysOnErr(said);
      user.run("import", "https://files.example/x.tar").exits(1).saysOnErr(said);
    }
  }
}
