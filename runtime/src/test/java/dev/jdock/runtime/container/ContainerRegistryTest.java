package dev.jdock.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.event.EventBus;
import dev.jdock.runtime.io.OutputPump;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerRegistryTest {
  @TempDir Path root = Path.of("");
  private ContainerRegistry registry;

  private final OutputPump pump = new OutputPump();

  @BeforeEach
  void open() {
    registry =
        new ContainerRegistry(
            new ContainerFiles(root, root.resolve("run")), pump, new EventBus(Clock.systemUTC()));
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

  @Test
  void withoutAWishThereIsAName() {
    assertThat(registry.reserveName(null, "id1")).matches("[a-z]+_[a-z]+[0-9]?");
  }
}
