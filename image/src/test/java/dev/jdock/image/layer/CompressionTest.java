package dev.jdock.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CompressionTest {
  private static final Path INPUTS = Path.of("src/test/resources/fuzz/tar");

  private static byte[] read(String input) throws IOException {
    try (InputStream in = Compression.uncompressed(Files.newInputStream(INPUTS.resolve(input)))) {
      return in.readAllBytes();
    }
  }

  @Test
  void xzIsReadWithTheMemoryThatItsHighestLevelNeeds() throws IOException {
    assertThat(read("xz")).hasSizeGreaterThan(TarReader.BLOCK);
    assertThatThrownBy(() -> read("xz-dictionary-of-a-gigabyte"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("memory");
  }
}
