package dev.jdock.image.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GzipInputTest {
  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static byte[] read(byte[] gzip) throws IOException {
    try (InputStream in = new GzipInput(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void joinsMembersHoweverTheyComeAndHoweverShortTheyAre() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      byte[] part = new byte[random.nextInt(1 << random.nextInt(1, 16))];
      random.nextBytes(part);
      content.writeBytes(part);
      file.writeBytes(gzip(part));
    }
    byte[] bytes = file.toByteArray();
    assertThat(read(bytes)).isEqualTo(content.toByteArray());
    // A source that gives a few bytes at a time: headers and checksums come in pieces.
    InputStream drops =
        new ByteArrayInputStream(bytes) {
          @Override
          public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(9)));
          }
        };
    try (InputStream in = new GzipInput(drops)) {
      assertThat(in.readAllBytes()).isEqualTo(content.toByteArray());
    }
  }

  @Test
  void readsOverNamesCommentsExtraFieldsAndHeaderChecksums() throws IOException {
    byte[] plain = gzip(text("content"));
    byte[] header = join(Arrays.copyOf(plain, 10), new byte[] {3, 0, 1, 2, 3}, text("name\0why\0"));
    header[3] = 2 | 4 | 8 | 16;
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] check = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    assertThat(read(join(header, check, body, plain))).isEqualTo(text("contentcontent"));
    check[0]++;
    assertThatThrownBy(() -> read(join(header, check, body))).hasMessage("gzip: invalid header");
  }

  @Test
  void missesEveryByteThatIsCutOff() throws IOException {
    byte[] whole = join(gzip(text("some text ".repeat(100))), gzip(text("more")));
    int firstEnd = whole.length - gzip(text("more")).length;
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length == firstEnd) {
        assertThat(read(cut)).hasSize(1000);
      } else {
        assertThatThrownBy(() -> read(cut))
            .isInstanceOf(EOFException.class)
            .hasMessage("unexpected EOF");
      }
    }
  }

  @Test
  void refusesWrongChecksumsAndLengths() throws IOException {
    byte[] good = gzip(text("content"));
    for (int i = 1; i <= 8; i++) {
      byte[] bad = good.clone();
      bad[bad.length - i] ^= 1;
      assertThatThrownBy(() -> read(bad)).hasMessage("gzip: invalid checksum");
    }
  }

  @Test
  void refusesWhatFollowsTheLastMemberAndIsNone() throws IOException {
    assertThatThrownBy(() -> read(join(gzip(text("content")), text("garbage here"))))
        .hasMessage("gzip: invalid header");
  }

  @Test
  void damagedDataNeverGivesAnythingButAnErrorOrTheContent() throws IOException {
    Random random = new Random(2);
    byte[] content = new byte[3000];
    random.nextBytes(content);
    Arrays.fill(content, 500, 2500, (byte) 'x');
    byte[] good = gzip(content);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(read(bad)).isEqualTo(content);
      } catch (IOException e) {
        assertThat(e).message().containsAnyOf("gzip: invalid", "unexpected EOF");
      }
    }
  }
}
