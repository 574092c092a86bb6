package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.SparseMap.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the four ways in which GNU tar writes down where a file has holes. */
final class SparseHeader {
  static final String PREFIX = "GNU.sparse.";
  // One record for each part of the oldest PAX form, in which keys repeat.
  static final String OFFSET = "GNU.sparse.offset";
  static final String LENGTH = "GNU.sparse.numbytes";
  // 21 parts a block; a longer map is an attack on memory.
  private static final int MAX_PARTS = 1 << 16;
  private static final int PART = 24;
  private static final int IN_HEADER = 4;
  private static final int IN_BLOCK = 21;

  private SparseHeader() {}

  /** Bytes of numbers in a header. */
  @FunctionalInterface
  interface Numbers {
    long at(byte[] block, int offset, int length);
  }

  /** Type {@code S}: parts in the header, and in the blocks that follow it. */
  static SparseMap old(byte[] header, InputStream in, Numbers numbers) throws IOException {
    List<Part> parts = new ArrayList<>();
    addAll(header, 386, IN_HEADER, numbers, parts);
    boolean more = header[482] != 0;
    byte[] block = new byte[TarReader.BLOCK];
    while (more) {
      if (in.readNBytes(block, 0, block.length) < block.length) {
        throw JdockException.invalid("archive/tar: unexpected EOF");
      }
      addAll(block, 0, IN_BLOCK, numbers, parts);
      more = block[504] != 0;
    }
    return new SparseMap(numbers.at(header, 483, 12), parts);
  }

  private static void addAll(
      byte[] block, int start, int count, Numbers numbers, List<Part> parts) {
    for (int at = start; at < start + count * PART && block[at + 12] != 0; at += PART) {
      add(parts, numbers.at(block, at, 12), numbers.at(block, at + 12, 12));
    }
  }

  private static void add(List<Part> parts, long offset, long length) {
    if (parts.size() == MAX_PARTS) {
      throw JdockException.invalid("archive/tar: sparse file of more than " + MAX_PARTS + " parts");
    }
    parts.add(new Part(offset, length));
  }

  /**
   * PAX forms 0.0 and 0.1; null for 1.0, whose map begins the content.
   *
   * @param pairs what {@link #OFFSET} and {@link #LENGTH} said, joined by commas
   */
  static @Nullable SparseMap pax(Map<String, byte[]> pax, String pairs) {
    if (pax.containsKey("GNU.sparse.major") && number(pax, "GNU.sparse.major") > 0) {
      if (number(pax, "GNU.sparse.major") != 1 || number(pax, "GNU.sparse.minor") != 0) {
        throw invalid();
      }
      return null;
    }
    byte[] map = pax.get("GNU.sparse.map");
    String text = map == null ? pairs : new String(map, StandardCharsets.US_ASCII);
    String[] numbers = text.isEmpty() ? new String[0] : text.split(",", -1);
    if (numbers.length % 2 != 0) {
      throw invalid();
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      add(parts, parse(numbers[i]), parse(numbers[i + 1]));
    }
    return new SparseMap(number(pax, "GNU.sparse.size"), parts);
  }

  /** PAX form 1.0: decimal lines, padded to a block. The bytes it takes are the map's length. */
  static SparseMap inContent(Map<String, byte[]> pax, InputStream content) throws IOException {
    Lines lines = new Lines(content);
    long count = lines.next();
    List<Part> parts = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      add(parts, lines.next(), lines.next());
    }
    return new SparseMap(number(pax, "GNU.sparse.realsize"), parts);
  }

  private static long number(Map<String, byte[]> pax, String key) {
    byte[] value = pax.get(key);
    if (value == null) {
      throw invalid();
    }
    return parse(new String(value, StandardCharsets.US_ASCII));
  }

  private static long parse(String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "archive/tar: invalid sparse file: " + text, e);
    }
    throw invalid();
  }

  private static JdockException invalid() {
    return JdockException.invalid("archive/tar: invalid sparse file");
  }

  /** Numbers in blocks of their own. */
  private static final class Lines {
    private static final int LONGEST = 20;
    private final InputStream in;
    private byte[] block = new byte[0];
    private int at;

    Lines(InputStream in) {
      this.in = in;
    }

    long next() throws IOException {
      StringBuilder digits = new StringBuilder();
      while (true) {
        if (at == block.length) {
          block = in.readNBytes(TarReader.BLOCK);
          at = 0;
          if (block.length < TarReader.BLOCK) {
            throw JdockException.invalid("archive/tar: unexpected EOF");
          }
        }
        char c = (char) (block[at++] & 0xff);
        if (c == '\n') {
          return parse(digits.toString());
        }
        if (digits.length() == LONGEST) {
          throw invalid();
        }
        digits.append(c);
      }
    }
  }
}
