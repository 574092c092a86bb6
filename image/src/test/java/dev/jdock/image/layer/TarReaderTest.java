package dev.jdock.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TarReaderTest {
  private static TarReader reader() {
    byte[] archive = new Archive().file("a", "0123456789").file("b", "next").bytes();
    return new TarReader(new ByteArrayInputStream(archive));
  }

  /** Whatever a reader does with a member, it does not get into the next one. */
  @Test
  void whatIsSkippedOfAMemberCountsAsRead() throws IOException {
    TarReader reader = reader();
    assertThat(Objects.requireNonNull(reader.next()).path()).isEqualTo("a");
    InputStream content = reader.content();
    content.skipNBytes(4);
    assertThat(content.available()).isEqualTo(6);
    assertThat(new String(content.readNBytes(3), java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("456");
    assertThat(content.skip(1000)).isEqualTo(3);
    assertThat(content.read()).isEqualTo(-1);
    assertThat(content.markSupported()).isFalse();
    assertThat(Objects.requireNonNull(reader.next()).path()).isEqualTo("b");
    assertThat(
            new String(reader.content().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("next");
    assertThat(reader.next()).isNull();
  }
}
