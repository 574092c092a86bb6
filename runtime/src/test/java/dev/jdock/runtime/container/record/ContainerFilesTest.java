package dev.jdock.runtime.container.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerFilesTest {
  private static final String ID = "0123456789abcdef".repeat(4);

  @TempDir Path root;

  private ContainerFiles files() throws IOException {
    ContainerFiles files = new ContainerFiles(root, root.resolve("run"));
    Files.createDirectories(files.directory(ID));
    return files;
  }

  @Test
  void stateIsReadAsItWasWritten() throws IOException {
    ContainerFiles files = files();
    assertThat(files.loadState(ID)).isEqualTo(ContainerState.created());
    ContainerState state =
        ContainerState.created().started(1, 2, Instant.EPOCH).exited(3, true, Instant.EPOCH);
    files.save(ID, state);
    assertThat(files().loadState(ID)).isEqualTo(state);
  }

  @Test
  void stateThatAPowerFailureCutOffIsUnknown() throws IOException {
    ContainerFiles files = files();
    Files.writeString(files.directory(ID).resolve("state.json"), "");
    assertThat(files.loadState(ID).exitCode()).isEqualTo(255);
    Files.writeString(files.directory(ID).resolve("state.json"), "{\"status\":\"RUNN");
    assertThat(files.loadState(ID).running()).isFalse();
  }

  @Test
  void folderWithoutAConfigurationIsNoContainer() throws IOException {
    ContainerFiles files = files();
    Files.createDirectories(files.upper(ID).resolve("some/where"));
    Files.writeString(files.directory(ID).resolve("config.json"), "{}");
    files.forget(ID);
    assertThat(files.load()).isEmpty();
    assertThat(files.directory(ID)).doesNotExist();
  }
}
