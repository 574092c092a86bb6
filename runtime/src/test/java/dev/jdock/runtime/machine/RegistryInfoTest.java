package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.registry.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryInfoTest {
  @Test
  void tellsOfMirrorsAndInsecureRegistries(@TempDir Path etc) throws IOException {
    Files.createDirectory(etc.resolve("jdock"));
    Files.writeString(
        etc.resolve("jdock/daemon.json"),
        """
        {"registry-mirrors": ["https://mirror.example"],
         "insecure-registries": ["lab.example:5000", "10.0.0.0/8"]}
        """);
    JsonNode info = RegistryInfo.of(RegistrySettings.read(etc));
    assertThat(info.path("InsecureRegistryCIDRs").toString())
        .isEqualTo("[\"127.0.0.0/8\",\"10.0.0.0/8\"]");
    assertThat(info.path("Mirrors").toString()).isEqualTo("[\"https://mirror.example/\"]");
    JsonNode indexes = info.path("IndexConfigs");
    assertThat(indexes.path("docker.io").path("Secure").asBoolean()).isTrue();
    assertThat(indexes.path("docker.io").path("Mirrors")).hasSize(1);
    assertThat(indexes.path("lab.example:5000").path("Secure").asBoolean()).isFalse();
  }

  @Test
  void aRootKeepsItsIdentity(@TempDir Path root) throws IOException {
    String id = EngineIdentity.of(root);
    assertThat(id).hasSize(36);
    assertThat(EngineIdentity.of(root)).isEqualTo(id);
  }
}
