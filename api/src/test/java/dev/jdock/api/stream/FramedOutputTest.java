package dev.jdock.api.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramedOutputTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final FramedOutput framed = new FramedOutput(sent);

  /** Each as the number of its output and its length. */
  private List<String> frames() {
    List<String> frames = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(sent.toByteArray());
    while (bytes.hasRemaining()) {
      int head = bytes.getInt();
      assertThat(head & 0xffffff).isZero();
      int length = bytes.getInt();
      frames.add((head >>> 24) + ":" + length);
      bytes.position(bytes.position() + length);
    }
    return frames;
  }

  @Test
  void putsAHeadBeforeEachPiece() throws IOException {
    framed.stdout().write("hello".getBytes(US_ASCII));
    framed.stderr().write("oh".getBytes(US_ASCII));
    assertThat(sent.toByteArray())
        .containsExactly(
            1, 0, 0, 0, 0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o', 2, 0, 0, 0, 0, 0, 0, 2, 'o', 'h');
  }

  @Test
  void writesSingleBytesAsPieces() throws IOException {
    framed.stderr().write(0xff);
    assertThat(sent.toByteArray()).containsExactly(2, 0, 0, 0, 0, 0, 0, 1, 0xff);
  }

  @Test
  void cutsLargePieces() throws IOException {
    byte[] large = new byte[150_000];
    large[65_536] = 7;
    framed.write(true, large, 0, large.length);
    assertThat(frames()).containsExactly("2:65536", "2:65536", "2:18928");
    assertThat(sent.toByteArray()[65_536 + 16]).isEqualTo((byte) 7);
  }

  @Test
  void writesNothingForNothing() throws IOException {
    framed.stdout().write(new byte[0]);
    assertThat(sent.size()).isZero();
  }

  @Test
  void keepsPiecesOfBothOutputsWhole() throws InterruptedException, IOException {
    Thread[] writers = new Thread[4];
    for (int i = 0; i < writers.length; i++) {
      byte[] piece = new byte[1000 + i];
      boolean standardError = i % 2 == 0;
      writers[i] =
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; n < 200; n++) {
                  try {
                    framed.write(standardError, piece, 0, piece.length);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                }
              });
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(frames()).hasSize(800).containsOnly("2:1000", "1:1001", "2:1002", "1:1003");
  }
}
