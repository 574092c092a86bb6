package dev.jdock.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {

  private static RegistrySettings parse(String json) {
    return RegistrySettings.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void onlyTheLoopbackIsInsecureByItself() {
    RegistrySettings settings = RegistrySettings.none();
    assertThat(settings.insecure("127.0.0.1:5000")).isTrue();
    assertThat(settings.insecure("localhost:5000")).isTrue();
    assertThat(settings.insecure("192.0.2.1")).isFalse();
  }

  @Test
  void readsNamesRangesAndMirrors() {
    RegistrySettings settings =
        parse(
            """
            {"insecure-registries": ["http://reg.invalid:5000", "192.0.2.0/24"],
             "registry-mirrors": ["https://mirror.invalid/"], "log-driver": "journald"}
            """);
    assertThat(settings.insecure("reg.invalid:5000")).isTrue();
    assertThat(settings.insecure("reg.invalid")).isFalse();
    assertThat(settings.insecure("192.0.2.77:1")).isTrue();
    assertThat(settings.insecure("192.0.3.77")).isFalse();
    assertThat(settings.mirrors()).containsExactly(URI.create("https://mirror.invalid"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x", "x", "https://x/path", "https://u:p@x", "https://x?q", "::"})
  void refusesMirrors(String mirror) {
    assertThatThrownBy(() -> parse("{\"registry-mirrors\": [\"" + mirror + "\"]}"))
        .hasMessageStartingWith("invalid mirror");
  }

  @Test
  void jdocksOwnFileComesBeforeDockers(@TempDir Path etc) throws IOException {
    assertThat(RegistrySettings.read(etc)).isEqualTo(RegistrySettings.none());
    Path docker = Files.createDirectories(etc.resolve("docker")).resolve("daemon.json");
    Files.writeString(docker, "{\"insecure-registries\": [\"docker.invalid\"]}");
    assertThat(RegistrySettings.read(etc).insecure("docker.invalid")).isTrue();
    Path own = Files.createDirectories(etc.resolve("jdock")).resolve("daemon.json");
    Files.writeString(own, "{}");
    assertThat(RegistrySettings.read(etc).insecure("docker.invalid")).isFalse();
    Files.writeString(own, "{");
    assertThatThrownBy(() -> RegistrySettings.read(etc)).hasMessageContaining(own.toString());
  }
}
