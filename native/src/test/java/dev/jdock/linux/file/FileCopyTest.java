package dev.jdock.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.Fd;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCopyTest {
  private static final long GIGABYTE = 1L << 30;

  @TempDir Path folder;

  private Path copy(Path file, long size) throws IOException {
    Path copy = folder.resolve("copy");
    try (Fd from = Fd.open(file, Fd.O_RDONLY);
        Fd to = Fd.open(copy, Fd.O_WRONLY | Fd.O_CREAT | Fd.O_TRUNC, 0600)) {
      FileCopy.copy(from, to, size);
    }
    return copy;
  }

  private static long allocated(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    return 512
        * Long.parseLong(
            new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096, 200_000, 3_000_001, 40_000_000})
  void copiesAll(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Path file = Files.write(folder.resolve("file"), content);
    assertThat(Files.mismatch(copy(file, size), file)).isEqualTo(-1);
  }

  @Test
  void holesStayHoles() throws IOException {
    Path file = folder.resolve("file");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(1);
      sparse.seek(GIGABYTE);
      sparse.write(2);
      sparse.setLength(5 * GIGABYTE + 3);
    }
    Path copy = copy(file, 5 * GIGABYTE + 3);
    assertThat(allocated(copy)).isLessThan(1 << 20);
    assertThat(Files.size(copy)).isEqualTo(5 * GIGABYTE + 3);
    try (var read = new RandomAccessFile(copy.toFile(), "r")) {
      assertThat(read.read()).isEqualTo(1);
      assertThat(read.read()).isZero();
      read.seek(GIGABYTE);
      assertThat(read.read()).isEqualTo(2);
      assertThat(read.read()).isZero();
    }
  }

  @Test
  void fileThatGrewOrShrankIsCopiedAsFarAsItGoes() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "12345678");
    assertThat(copy(file, 4)).hasContent("1234");
    assertThat(copy(file, 100)).hasContent("12345678");
  }

  @Test
  void fileOfAnotherFileSystemThatClaimsToBeEmptyIsCopied() throws IOException {
    assertThat(Files.size(copy(Path.of("/proc/self/mounts"), 0))).isPositive();
  }

  @Test
  void interruptEndsIt() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "1");
    try (Fd from = Fd.open(file, Fd.O_RDONLY);
        Fd to = Fd.open(folder.resolve("copy"), Fd.O_WRONLY | Fd.O_CREAT, 0600)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> FileCopy.copy(from, to, 1))
          .isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
