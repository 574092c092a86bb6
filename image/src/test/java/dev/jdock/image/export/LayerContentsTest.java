package dev.jdock.image.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerContentsTest {
  @TempDir private Path folder;
  private Path lower;
  private Path upper;

  @BeforeEach
  void makeLayers() throws IOException {
    lower = Files.createDirectories(folder.resolve("lower/etc")).getParent();
    upper = Files.createDirectories(folder.resolve("upper/etc")).getParent();
    Files.createFile(lower.resolve("etc/hostname"));
    Files.createFile(lower.resolve("etc/os-release"));
    Files.createFile(upper.resolve("etc/os-release"));
  }

  @Test
  void aFileIsFromTheUppermostLayerThatHasIt() {
    var contents = new LayerContents(List.of(lower, upper));
    assertThat(contents.find("/etc/hostname")).contains(0);
    assertThat(contents.find("etc/os-release")).contains(1);
    assertThat(contents.find("etc/../etc/./os-release")).contains(1);
  }

  @Test
  void aLayerCountsAsOftenAsTheImageHasIt() {
    var contents = new LayerContents(List.of(lower, upper, lower, upper));
    assertThat(contents.find("/etc/hostname")).contains(2);
    assertThat(contents.find("/etc/os-release")).contains(3);
  }

  @Test
  void whatNoLayerHasIsFromNone() throws IOException {
    Files.createSymbolicLink(upper.resolve("link"), Path.of("etc"));
    var contents = new LayerContents(List.of(lower, upper));
    assertThat(contents.find("etc/shadow")).isEmpty();
    assertThat(contents.find("etc/hostname/x")).isEmpty();
    assertThat(contents.find("link/os-release")).isEmpty();
    assertThat(contents.find("/")).isEmpty();
  }
}
