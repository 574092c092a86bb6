package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Registries that speak TLS, at an address of this machine that is none of the loopback's: there
 * any certificate would do.
 */
@EndToEnd
@JdockOnly("a daemon's settings are not ours to change")
class TlsRegistryIT {

  private final Jdock suite;
  private @TempDir Path folder = Path.of("");
  private Path settings = Path.of("");
  private String address = "";
  private Authority authority;
  private OwnRoot root;
  private Jdock jdock;

  TlsRegistryIT(Jdock jdock) {
    this.suite = jdock;
    this.jdock = jdock;
  }

  @BeforeEach
  void prepare() throws IOException {
    // The bridge has an address as long as a container is on it.
    String container = suite.container();
    suite.run("run", "-d", "--name", container, suite.busybox(), "sleep", "600").ok();
    address = suite.format(container, "{{.NetworkSettings.Networks.bridge.Gateway}}");
    authority = Authority.create(folder, "authority");
    settings = Files.createDirectory(folder.resolve("settings"));
    root = OwnRoot.withSettings(suite, settings);
    jdock = root.jdock();
  }

  @AfterEach
  void close() {
    root.close();
  }

  /** What /etc/jdock/certs.d has for a registry. */
  private Path certificates(Registry registry) throws IOException {
    return Files.createDirectories(settings.resolve("certs.d/" + registry.host()));
  }

  private void believe(Registry registry, Authority whom) throws IOException {
    Files.copy(whom.certificate(), certificates(registry).resolve("ca.crt"));
  }

  private String tagged(Registry registry) {
    String name = registry.host() + "/team/app:1";
    jdock.run("tag", jdock.busybox(), name).ok();
    return name;
  }

  private void pushedAndPulled(String name) {
    String pushed = jdock.run("push", name).ok().lines().getLast();
    String digest = pushed.replaceFirst("1: digest: (sha256:[0-9a-f]{64}) size: [0-9]+", "$1");
    jdock.run("rmi", "-f", name, jdock.busybox()).ok();
    jdock.run("pull", name).ok().saysOnOut("Digest: " + digest);
  }

  private void refused(String name, String why) {
    String[] part = name.split("/", 2);
    for (String command : new String[] {"push", "pull"}) {
      Result result = jdock.run(command, name).exits(1).saysOnErr(why);
      assertThat(result.err()).contains("https://" + part[0] + "/v2/");
    }
  }

  @Test
  void anAuthorityOfCertsDIsBelievedWithoutARestart() throws IOException {
    try (Registry registry =
        Registry.withTls(address, authority.issue("server", "IP:" + address), "")) {
      String name = tagged(registry);
      refused(name, "x509: certificate signed by unknown authority");
      believe(registry, Authority.create(folder, "another"));
      refused(name, "x509: certificate signed by unknown authority");
      Files.delete(certificates(registry).resolve("ca.crt"));
      believe(registry, authority);
      pushedAndPulled(name);
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws IOException {
    Authority.Issued misnamed = authority.issue("server", "IP:192.0.2.77,DNS:registry.example");
    try (Registry registry = Registry.withTls(address, misnamed, "")) {
      believe(registry, authority);
      refused(
          tagged(registry), "x509: certificate is valid for 192.0.2.77, not " + address);
    }
  }

  @Test
  void clientsShowTheirCertificates() throws IOException {
    String required = "    clientcas: [" + authority.certificate() + "]\n";
    try (Registry registry =
        Registry.withTls(address, authority.issue("server", "IP:" + address), required)) {
      believe(registry, authority);
      String name = tagged(registry);
      refused(name, "remote error: tls: ");
      Authority.Issued client = authority.issue("client", "DNS:client.example");
      Path mine = certificates(registry);
      Files.copy(client.certificate(), mine.resolve("client.cert"));
      jdock
          .run("pull", name)
          .exits(1)
          .saysOnErr("missing key client.key for client certificate client.cert");
      Files.copy(client.key(), mine.resolve("client.key"));
      pushedAndPulled(name);
    }
  }

  @Test
  void whatTheOwnerCallsInsecureNeedShowNothing() throws IOException {
    try (Registry registry =
            Registry.withTls(address, authority.issue("server", "DNS:another.example"), "");
        Registry plain = Registry.plain(address)) {
      String name = tagged(registry);
      String other = tagged(plain);
      refused(other, "http: server gave HTTP response to HTTPS client");
      Host.write(
          settings.resolve("daemon.json"),
          "{\"insecure-registries\": [\"%s\", \"%s\"]}"
              .formatted(registry.host(), plain.host()));
      jdock.run("push", other).ok();
      pushedAndPulled(name);
    }
  }
}
