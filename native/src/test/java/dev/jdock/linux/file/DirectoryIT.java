package dev.jdock.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryIT {
  @TempDir private Path folder;

  @Test
  void changesTheModeOfAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (Directory directory = Directory.open(folder)) {
      directory.setMode("file", 0640);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void leavesAloneWhatALinkLeadsTo() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(folder.resolve("link"), file);
    try (Directory directory = Directory.open(folder)) {
      assertThatThrownBy(() -> directory.setMode("link", 0777))
          .isInstanceOf(SyscallException.class);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
