package dev.jdock.runtime.container.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.content.NewerRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
  void stateIsOverwrittenWhereItIs() throws IOException {
    ContainerFiles files = files();
    ContainerState running = ContainerState.created().started(1, 2, Instant.EPOCH);
    ContainerState ended = running.exited(3, true, Instant.EPOCH);
    files.save(ID, ended);
    Path file = files.directory(ID).resolve("state.json");
    Object inode = Files.getAttribute(file, "unix:ino");
    // Longer and shorter ones by turns.
    for (ContainerState next : List.of(running, ended, ContainerState.created(), running)) {
      files.save(ID, next);
      assertThat(files.loadState(ID)).isEqualTo(next);
    }
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void stateThatIsNotWithinAPageIsReplaced() throws IOException {
    ContainerFiles files = files();
    Path file = files.directory(ID).resolve("state.json");
    Files.writeString(file, " ".repeat(5000));
    ContainerState running = ContainerState.created().started(1, 2, Instant.EPOCH);
    files.save(ID, running);
    assertThat(files.loadState(ID)).isEqualTo(running);
    assertThat(file).content().doesNotContain("  ".repeat(100));
  }

  @Test
  void whatHasChangesOrALongLogIsLarge() throws IOException {
    ContainerFiles files = files();
    Files.createDirectories(files.upper(ID));
    assertThat(files.isLarge(ID)).isFalse();
    Files.writeString(files.log(ID), "x".repeat(100_000));
    assertThat(files.isLarge(ID)).isTrue();
    Files.writeString(files.log(ID), "x");
    assertThat(files.isLarge(ID)).isFalse();
    Files.writeString(files.upper(ID).resolve("file"), "");
    assertThat(files.isLarge(ID)).isTrue();
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

  @Test
  void whatIsBeingRemovedIsNoLeftover() throws IOException {
    ContainerFiles files = files();
    assertThat(files.ids()).containsExactly(ID);
    files.forget(ID);
    assertThat(files.ids()).isEmpty();
    files.remove(ID);
    Files.createDirectories(files.directory(ID));
    assertThat(files.ids()).containsExactly(ID);
  }

  @Test
  void stateAndHealthOfALaterVersionAreRefusedAndStay() throws IOException {
    ContainerFiles files = files();
    String later = "{\"version\":2,\"status\":{}}";
    Files.writeString(files.directory(ID).resolve("state.json"), later);
    Files.writeString(files.directory(ID).resolve("health.json"), later);
    assertThatThrownBy(() -> files.loadState(ID)).isInstanceOf(NewerRecordException.class);
    assertThatThrownBy(() -> files.loadHealth(ID)).isInstanceOf(NewerRecordException.class);
    assertThat(files.directory(ID).resolve("state.json")).content().isEqualTo(later);
  }

  @Test
  void recordOfALaterVersionIsLeftOutAndStays() throws IOException {
    ContainerFiles files = files();
    Path config = files.directory(ID).resolve("config.json");
    Files.writeString(config, "{\"version\":2}");
    assertThat(files.load()).isEmpty();
    assertThat(files.damaged().get(ID).newer()).isTrue();
    assertThat(files.damaged().get(ID).refusal())
        .isEqualTo(
            "container "
                + ID
                + " was written by a newer jdock (record version 2): this one reads versions up to 1");
    assertThat(files.warnings())
        .containsExactly(
            "container "
                + ID
                + " is left out, and no layers are collected: "
                + config
                + ": it was written by a newer jdock (record version 2): this one reads versions up to 1");
    assertThat(config).content().isEqualTo("{\"version\":2}");
  }
}
