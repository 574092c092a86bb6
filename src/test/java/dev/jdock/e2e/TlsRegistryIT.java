package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that speak TLS, by a name that is not the loopback's: there anything would do. */
@EndToEnd
@JdockOnly("a daemon's settings are not ours to change")
class TlsRegistryIT {

  private static final String NAME = "registry.example";

  private final Jdock suite;
  private @TempDir Path folder = Path.of("");
  private Path settings = Path.of("");
  private Authority authority;
  private OwnRoot root;
  private Jdock jdock;

  TlsRegistryIT(Jdock jdock) {
    this.suite = jdock;
    this.jdock = jdock;
  }

  @BeforeEach
  void prepare() throws IOException {
    settings = Files.createDirectories(folder.resolve("etc/jdock"));
    // Leads to this machine, but is no address of the loopback.
    Host.write(folder.resolve("etc/hosts"), "0.0.0.0 " + NAME + "\n");
    authority = Authority.create(folder, "authority");
    root = OwnRoot.withEtc(suite, folder.resolve("etc"));
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
    try (Registry registry = Registry.withTls(NAME, authority.issue("server", "DNS:" + NAME), "")) {
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
    Authority.Issued misnamed = authority.issue("server", "DNS:another.example");
    try (Registry registry = Registry.withTls(NAME, misnamed, "")) {
      believe(registry, authority);
      refused(tagged(registry), "x509: certificate is valid for another.example, not " + NAME);
    }
  }

  @Test
  void clientsShowTheirCertificates() throws IOException {
    String required = "    clientcas: [" + authority.certificate() + "]\n";
    try (Registry registry =
        Registry.withTls(NAME, authority.issue("server", "DNS:" + NAME), required)) {
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
            Registry.withTls(NAME, authority.issue("server", "DNS:another.example"), "");
        Registry plain = Registry.plain(NAME)) {
      String name = tagged(registry);
      String other = tagged(plain);
      refused(other, "http: server gave HTTP response to HTTPS client");
      Host.write(
          settings.resolve("daemon.json"),
          "{\"insecure-registries\": [\"%s\", \"%s\"]}".formatted(registry.host(), plain.host()));
      jdock.run("push", other).ok();
      pushedAndPulled(name);
    }
  }
}
