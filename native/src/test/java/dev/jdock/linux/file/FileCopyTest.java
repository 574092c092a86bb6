package dev.jdock.linux.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.Fd;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCopyTest {
  private static final int HOLE = 8 << 20;

  @TempDir Path folder;

  private Path copied(Path source) throws IOException {
    Path copy = folder.resolve("copy");
    try (Fd from = Fd.open(source, Fd.O_RDONLY);
        Fd to = Fd.open(copy, Fd.O_WRONLY | Fd.O_CREAT, 0600)) {
      new FileCopy().copy(from, to, Files.size(source));
    }
    return copy;
  }

  @Test
  void contentAndHolesAreKept() throws IOException {
    Path source = folder.resolve("source");
    try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
      file.write("first".getBytes(UTF_8));
      file.seek(HOLE);
      file.write("last".getBytes(UTF_8));
      file.setLength(2L * HOLE);
    }
    Path copy = copied(source);
    assertThat(copy).hasSameBinaryContentAs(source);
    assertThat((long) Files.getAttribute(copy, "unix:size")).isEqualTo(2L * HOLE);
    assertThat(blocks(copy)).isLessThan(HOLE);
  }

  private static long blocks(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    return Long.parseLong(new String(stat.getInputStream().readAllBytes(), UTF_8).strip()) * 512;
  }

  @Test
  void emptyFileStaysEmpty() throws IOException {
    assertThat(copied(Files.createFile(folder.resolve("empty")))).isEmptyFile();
  }
}
