package dev.jdock.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GrowingArchiveTest {
  @TempDir Path folder;
  private LayerFiles layer;

  @BeforeEach
  void makeLayer() throws IOException {
    layer = new LayerFiles(folder);
    Files.createDirectories(layer.diff().resolve("a"));
  }

  @Test
  void whatWasToldIsTheArchive() throws IOException {
    assertThat(told()).contains(LayerPacker.pack(layer));
  }

  @Test
  void archiveThatNobodyCouldMakeAgainIsNone() throws IOException {
    // All of it is written at the end, to a disk without room.
    Files.createSymbolicLink(layer.recipe(), Path.of("/dev/full"));
    assertThat(told()).isEmpty();
  }

  private Optional<PackedLayer> told() throws IOException {
    try (Directory diff = Directory.open(layer.diff());
        GrowingArchive archive = GrowingArchive.begin(layer)) {
      FileStat stat = diff.stat("a");
      archive.folder(
          "a",
          stat.mode(),
          stat.uid(),
          stat.gid(),
          stat.mtimeSeconds(),
          stat.mtimeNanos(),
          new TreeMap<>());
      return archive.packed();
    }
  }
}
