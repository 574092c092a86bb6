package dev.jdock.runtime.container.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitLayerTest {
  @TempDir private Path root;

  @Test
  void hasEmptyFilesThatAllMayRead() throws IOException {
    Path layer = root.resolve("init");
    InitLayer.make(layer);
    assertThat(layer.resolve(".dockerenv")).isEmptyFile();
    assertThat(Files.getPosixFilePermissions(layer.resolve("etc/hosts")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(Files.readSymbolicLink(layer.resolve("etc/mtab"))).hasToString("/proc/mounts");
  }

  @Test
  void isMadeWholeAndOtherwiseLeftAlone() throws IOException {
    Path layer = root.resolve("init");
    InitLayer.make(layer);
    FileTime longAgo = FileTime.fromMillis(1000);
    Files.setLastModifiedTime(layer.resolve("etc/hosts"), longAgo);
    Files.delete(layer.resolve("dev/console"));
    InitLayer.make(layer);
    assertThat(layer.resolve("dev/console")).isEmptyFile();
    assertThat(Files.getLastModifiedTime(layer.resolve("etc/hosts"))).isEqualTo(longAgo);
  }

  @Test
  void saysWhatIsInItsWay() throws IOException {
    Path layer = Files.createFile(root.resolve("init"));
    assertThatThrownBy(() -> InitLayer.make(layer))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining(layer.toString());
  }
}
