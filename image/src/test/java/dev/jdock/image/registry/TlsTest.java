package dev.jdock.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.MediaTypes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates: the system's authorities, those of certs.d, client certificates. */
class TlsTest {
  private static final Limits LIMITS = Limits.usual();

  @TempDir static Path pki;

  @TempDir Path etc;
  private Registries registries;
  private Connections connections;

  @BeforeAll
  static void certify() throws Exception {
    authority("ca");
    authority("other");
    certificate("good", "subjectAltName=IP:127.0.0.1,DNS:localhost", "30");
    certificate("misnamed", "subjectAltName=DNS:registry.example", "30");
    certificate("expired", "subjectAltName=IP:127.0.0.1", "-1");
    openssl("rsa", "-in", "good.key", "-traditional", "-out", "good.pkcs1.key");
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", "ec.key");
  }

  private static void authority(String name) throws Exception {
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "30",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".crt");
  }

  private static void certificate(String name, String names, String days) throws Exception {
    Files.writeString(pki.resolve(name + ".ext"), names + "\n");
    openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".csr");
    openssl(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        days,
        "-extfile",
        name + ".ext",
        "-out",
        name + ".crt");
  }

  private static void openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(pki.toFile())
            .redirectErrorStream(true)
            .redirectOutput(pki.resolve("openssl.log").toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(() -> command + ": " + read(pki.resolve("openssl.log")))
        .isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @BeforeEach
  void open() {
    registries = new Registries(etc, LIMITS);
    connections = new Connections(LIMITS);
  }

  @AfterEach
  void close() {
    registries.close();
    connections.close();
  }

  private static FakeServer server(String name, boolean askClient) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        PemFile.read(pki.resolve(name + ".key")).key(),
        new char[0],
        new Certificate[] {certificate(name)});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry("ca", certificate("ca"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return FakeServer.tls(context, askClient)
        .on(
            "/v2/a/b/manifests/latest",
            exchange ->
                FakeServer.answer(
                    exchange,
                    200,
                    "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\"}"));
  }

  private static X509Certificate certificate(String name) throws Exception {
    return PemFile.read(pki.resolve(name + ".crt")).certificates().getFirst();
  }

  private Path certs(FakeServer server) throws IOException {
    return Files.createDirectories(etc.resolve("jdock/certs.d").resolve(server.host()));
  }

  /** The loopback is insecure by itself: here it is spoken to as any other host is. */
  private Answer get(FakeServer server) {
    Endpoint endpoint = new Endpoint(URI.create(server.url()), false, false);
    Trust trust = Trust.of(etc, server.host(), false);
    Proxies proxies = Proxies.of(Map.of());
    Transport transport = new Transport(connections.client(trust, proxies), proxies, LIMITS);
    Session session = new Session(endpoint, transport, new Credential.Anonymous(), false);
    return session.send(Request.get(endpoint.uri("/v2/a/b/manifests/latest")), new TreeSet<>());
  }

  @Test
  void anUnknownAuthorityIsRefused() throws Exception {
    try (FakeServer server = server("good", false)) {
      Files.copy(pki.resolve("other.crt"), certs(server).resolve("ca.crt"));
      assertThatThrownBy(() -> get(server))
          .isInstanceOf(JdockException.class)
          .hasMessage(
              "Get \"%s/v2/a/b/manifests/latest\": x509: certificate signed by unknown authority"
                  .formatted(server.url()));
    }
  }

  @Test
  void anAuthorityOfCertsDIsBelieved() throws Exception {
    try (FakeServer server = server("good", false)) {
      Files.copy(pki.resolve("ca.crt"), certs(server).resolve("ca.crt"));
      try (Answer answer = get(server)) {
        assertThat(answer.status()).isEqualTo(200);
      }
    }
  }

  @Test
  void anAuthorityOfTheSystemIsBelieved() throws Exception {
    Path bundle = Files.createDirectories(etc.resolve("ssl/certs")).resolve("ca-certificates.crt");
    Files.copy(pki.resolve("ca.crt"), bundle);
    try (FakeServer server = server("good", false);
        Answer answer = get(server)) {
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void aChangeOfTheSystemsAuthoritiesIsNoticed() throws Exception {
    Path bundle = Files.createDirectories(etc.resolve("ssl/certs")).resolve("ca-certificates.crt");
    Files.copy(pki.resolve("other.crt"), bundle);
    try (FakeServer server = server("good", false)) {
      assertThatThrownBy(() -> get(server)).isInstanceOf(JdockException.class);
      Files.writeString(
          bundle,
          Files.readString(pki.resolve("other.crt")) + Files.readString(pki.resolve("ca.crt")));
      try (Answer answer = get(server)) {
        assertThat(answer.status()).isEqualTo(200);
      }
    }
  }

  @Test
  void anotherNameIsRefused() throws Exception {
    try (FakeServer server = server("misnamed", false)) {
      Files.copy(pki.resolve("ca.crt"), certs(server).resolve("ca.crt"));
      assertThatThrownBy(() -> get(server))
          .hasMessageEndingWith(
              "x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP"
                  + " SANs");
    }
  }

  @Test
  void anExpiredOneIsRefused() throws Exception {
    try (FakeServer server = server("expired", false)) {
      Files.copy(pki.resolve("ca.crt"), certs(server).resolve("ca.crt"));
      assertThatThrownBy(() -> get(server))
          .hasMessageContaining("x509: certificate has expired or is not yet valid");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"good.key", "good.pkcs1.key"})
  void aClientCertificateIsShown(String key) throws Exception {
    try (FakeServer server = server("good", true)) {
      Path folder = certs(server);
      Files.copy(pki.resolve("ca.crt"), folder.resolve("ca.crt"));
      assertThatThrownBy(() -> get(server)).isInstanceOf(JdockException.class);
      Files.copy(pki.resolve("good.crt"), folder.resolve("client.cert"));
      assertThatThrownBy(() -> get(server)).hasMessageContaining("missing key client.key");
      Files.copy(pki.resolve(key), folder.resolve("client.key"));
      try (Answer answer = get(server)) {
        assertThat(answer.status()).isEqualTo(200);
      }
    }
  }

  @Test
  void anInsecureRegistryMayShowAnything() throws Exception {
    try (FakeServer server = server("expired", false)) {
      RemoteRepository repository = server.repository(registries, Credentials.none());
      assertThat(repository.manifest("latest").descriptor().size()).isPositive();
    }
  }

  @Test
  void keysOfEveryKindAreRead() throws Exception {
    assertThat(PemFile.read(pki.resolve("ec.key")).key().getAlgorithm()).isEqualTo("EC");
    assertThat(PemFile.read(pki.resolve("good.pkcs1.key")).key())
        .isEqualTo(PemFile.read(pki.resolve("good.key")).key());
    assertThatThrownBy(() -> PemFile.read(pki.resolve("good.crt")).key())
        .hasMessageContaining("no private key");
  }
}
