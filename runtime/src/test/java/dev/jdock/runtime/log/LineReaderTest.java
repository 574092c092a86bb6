package dev.jdock.runtime.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void linesOfAllLengthsComeWholeAndInOrder() throws IOException {
    List<String> lines =
        IntStream.of(0, 1, 70, (64 << 10) - 1, 64 << 10, 300_000, 2, 200_000, 0)
            .mapToObj(length -> "x".repeat(length) + "\n")
            .toList();
    assertEquals(lines, read(in(String.join("", lines), Integer.MAX_VALUE)));
  }

  @Test
  void streamThatGivesLittleAtOnceMakesNoDifference() throws IOException {
    assertEquals(List.of("one\n", "\n", "three\n"), read(in("one\n\nthree\n", 1)));
  }

  @Test
  void whatHasNoNewlineYetIsNoLine() throws IOException {
    assertEquals(List.of("one\n"), read(in("one\ntw", 5)));
    assertEquals(List.of(), read(in("", 5)));
  }

  private static List<String> read(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (LineReader reader = new LineReader(in); reader.next(); ) {
      String line =
          new String(reader.bytes(), reader.offset(), reader.length(), StandardCharsets.UTF_8);
      assertEquals(line, new String(reader.line(), StandardCharsets.UTF_8));
      lines.add(line);
    }
    return lines;
  }

  private static InputStream in(String text, int atOnce) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] bytes, int offset, int length) {
        return super.read(bytes, offset, Math.min(length, atOnce));
      }
    };
  }
}
