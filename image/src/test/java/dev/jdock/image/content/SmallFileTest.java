package dev.jdock.image.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SmallFileTest {
  @Test
  void readsToTheEnd() throws IOException {
    assertThat(SmallFile.read(new ByteArrayInputStream(new byte[] {1, 2}))).containsExactly(1, 2);
  }

  @Test
  void givesUpOnWhatHasNoEnd() {
    assertThatThrownBy(() -> SmallFile.read(Path.of("/dev/zero")))
        .isInstanceOf(IOException.class)
        .hasMessage("file too large: more than 16 MiB");
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThatThrownBy(() -> SmallFile.read(endless)).isInstanceOf(IOException.class);
  }
}
