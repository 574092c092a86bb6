package dev.jdock.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {

  @ParameterizedTest
  @CsvSource({
    "https://registry.example.com/, true",
    "https://inner.corp.example/v2/, false",
    "https://corp.example/v2/, false",
    "https://notcorp.example/v2/, true",
    "https://a.dotted.example/, false",
    "https://dotted.example/, true",
    "https://10.1.2.3:5000/, false",
    "https://11.1.2.3:5000/, true",
    "https://ported.example:5000/, false",
    "https://ported.example:5001/, true",
    "https://localhost:5000/, false",
    "https://127.0.0.9/, false",
    "https://[::1]:5000/, false",
  })
  void exceptionsAreThoseOfGo(URI uri, boolean proxied) {
    Proxies proxies =
        Proxies.of(
            Map.of(
                "HTTPS_PROXY",
                "http://proxy:3128",
                "NO_PROXY",
                "corp.example, .dotted.example,10.0.0.0/8,ported.example:5000"));
    assertThat(proxies.forAddress(uri).isPresent()).isEqualTo(proxied);
  }

  @Test
  void schemesHaveTheirOwnAndCapitalsComeFirst() {
    Proxies proxies =
        Proxies.of(Map.of("http_proxy", "one:1", "HTTPS_PROXY", "two:2", "https_proxy", "three:3"));
    assertThat(proxies.forAddress(URI.create("http://x/")).map(Proxies.Server::toString))
        .hasValue("one:1");
    assertThat(proxies.forAddress(URI.create("https://x/")).map(Proxies.Server::toString))
        .hasValue("two:2");
    assertThat(Proxies.of(Map.of()).forAddress(URI.create("http://x/"))).isEmpty();
  }

  @Test
  void thoseOfTheMachineGoBeforeThoseOfAUser(@TempDir Path etc) throws IOException {
    Files.createDirectories(etc.resolve("jdock"));
    Files.writeString(
        etc.resolve("jdock/daemon.json"),
        "{\"proxies\": {\"https-proxy\": \"http://me:secret@machine:3\"}}");
    Proxies proxies =
        Proxies.of(etc, Map.of("http_proxy", "user:1", "https_proxy", "user:2", "NO_PROXY", "x"));
    assertThat(proxies.forAddress(URI.create("http://y/")).map(Proxies.Server::toString))
        .hasValue("user:1");
    assertThat(proxies.forAddress(URI.create("https://y/")).map(Proxies.Server::toString))
        .hasValue("machine:3");
    assertThat(proxies.forAddress(URI.create("https://x/"))).isEmpty();
    assertThat(DaemonProxies.read(etc).shown("HTTPS_PROXY"))
        .isEqualTo("http://xxxxx:xxxxx@machine:3");
    assertThat(DaemonProxies.read(etc).shown("HTTP_PROXY")).isEmpty();
  }

  @Test
  void aProxyOfTheMachineThatIsNoTextIsRefusedWithItsFile(@TempDir Path etc) throws IOException {
    Files.createDirectories(etc.resolve("docker"));
    Path file =
        Files.writeString(
            etc.resolve("docker/daemon.json"), "{\"proxies\": {\"no-proxy\": [\"x\"]}}");
    assertThatThrownBy(() -> Proxies.of(etc, Map.of()))
        .isInstanceOf(JdockException.class)
        .hasMessage(
            "unable to read the settings of proxies in " + file + ": no-proxy is no string");
  }

  @Test
  void credentialsAreDecoded() {
    Proxies proxies = Proxies.of(Map.of("HTTP_PROXY", "http://me:p%40ss+w@proxy"));
    assertThat(proxies.forAddress(URI.create("http://x/")))
        .hasValue(
            new Proxies.Server("HTTP_PROXY", "http", "proxy", 80, Proxies.basic("me", "p@ss+w")));
  }

  @Test
  void refusesWhatItCannotSpeak() {
    Proxies proxies = Proxies.of(Map.of("HTTP_PROXY", "socks5://me:secret@proxy"));
    assertThat(proxies.forAddress(URI.create("http://127.0.0.1/"))).isEmpty();
    assertThatThrownBy(() -> proxies.forAddress(URI.create("http://x/")))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("socks5")
        .hasMessageNotContaining("secret");
  }
}
