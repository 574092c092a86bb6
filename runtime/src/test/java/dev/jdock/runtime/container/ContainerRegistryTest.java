package dev.jdock.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.event.EventBus;
import dev.jdock.runtime.io.OutputPump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerRegistryTest {
  @TempDir Path root = Path.of("");
  private ContainerFiles files;
  private ContainerRegistry registry;

  private final OutputPump pump = new OutputPump();

  @BeforeEach
  void open() {
    files = new ContainerFiles(root, root.resolve("run"));
    registry = new ContainerRegistry(files, pump, new EventBus(Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    pump.close();
  }

  @Test
  void takenNameIsRefusedInDockersWords() {
    assertThat(registry.reserveName("/web", "id1")).isEqualTo("web");
    assertThatThrownBy(() -> registry.reserveName("web", "id2"))
        .isInstanceOf(JdockException.class)
        .hasMessage(
            "Conflict. The container name \"/web\" is already in use by container \"id1\". You have"
                + " to remove (or rename) that container to be able to reuse that name.");
    registry.releaseName("web");
    assertThat(registry.reserveName("web", "id2")).isEqualTo("web");
  }

  @Test
  void nameThatIsOnlyReservedIsNotFound() {
    registry.reserveName("web", "id1");
    assertThatThrownBy(() -> registry.find("web")).hasMessage("No such container: web");
    assertThatThrownBy(() -> registry.find("")).hasMessage("No such container: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\":1,\"mounts\":[{\"name\":\"data\"}],\"name\":\"web\",\"cre",
        "{\"name\":\"web\",\"version\":99}"
      })
  void nameOfAContainerThatCannotBeReadIsTaken(String record) throws IOException {
    Path config = files.directory("id1").resolve("config.json");
    Files.createDirectories(config.getParent());
    Files.writeString(config, record);
    assertThat(files.load()).isEmpty();
    assertThatThrownBy(() -> registry.reserveName("web", "id2"))
        .hasMessageContaining("\"/web\" is already in use by container \"id1\"");
    assertThat(registry.reserveName("data", "id2")).isEqualTo("data");
    files.forgetDamaged("id1");
    assertThat(registry.reserveName("web", "id3")).isEqualTo("web");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"name\":1}", "{\"na", "nul"})
  void recordWithoutAReadableNameTakesNone(String record) throws IOException {
    Path config = files.directory("id1").resolve("config.json");
    Files.createDirectories(config.getParent());
    Files.writeString(config, record);
    assertThat(files.load()).isEmpty();
    assertThat(files.damaged().get("id1").name()).isEmpty();
  }

  @Test
  void withoutAWishThereIsAName() {
    assertThat(registry.reserveName(null, "id1")).matches("[a-z]+_[a-z]+[0-9]?");
  }
}
