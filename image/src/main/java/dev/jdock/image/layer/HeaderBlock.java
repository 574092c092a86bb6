package dev.jdock.image.layer;

import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The block that a member of a tar archive begins with (POSIX.1-2017, pax, ustar). */
final class HeaderBlock {
  private final byte[] block = new byte[TarReader.BLOCK];

  /** Reads the next one. False at the end: one block of zeros, or none left. */
  boolean read(InputStream in) throws IOException {
    int count = in.readNBytes(block, 0, TarReader.BLOCK);
    if (count == 0) {
      return false;
    }
    if (count < TarReader.BLOCK) {
      throw TarReader.invalid("unexpected EOF");
    }
    if (isEnd(block)) {
      return false;
    }
    if (!hasChecksum(block)) {
      throw TarReader.invalid("invalid tar header");
    }
    return true;
  }

  byte[] bytes() {
    return block;
  }

  char type() {
    return (char) (block[156] & 0xff);
  }

  int mode() {
    return (int) number(100, 8) & 07777;
  }

  long uid() {
    return number(108, 8);
  }

  long gid() {
    return number(116, 8);
  }

  /** In bytes, as it is written: it may be negative. */
  long size() {
    return number(124, 12);
  }

  /** In seconds. */
  long mtime() {
    return number(136, 12);
  }

  byte[] linkName() {
    return field(157, 100);
  }

  int major() {
    return (int) number(329, 8);
  }

  int minor() {
    return (int) number(337, 8);
  }

  /** Of a member with this path. */
  FileType fileType(String path) {
    char type = type();
    return switch (type) {
      // V7 archives have no type for directories, only the slash.
      case 'S' -> FileType.REGULAR;
      case '0', 0, '7', '1' ->
          type != '1' && path.endsWith("/") ? FileType.DIRECTORY : FileType.REGULAR;
      case '2' -> FileType.SYMLINK;
      case '3' -> FileType.CHARACTER_DEVICE;
      case '4' -> FileType.BLOCK_DEVICE;
      case '5' -> FileType.DIRECTORY;
      case '6' -> FileType.FIFO;
      default -> throw TarReader.invalid("unhandled tar header type " + (int) type);
    };
  }

  byte[] name() {
    byte[] name = field(0, 100);
    boolean posix = block[257] == 'u' && block[261] == 'r' && block[262] == 0;
    byte[] prefix = posix ? field(345, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    joined[prefix.length] = '/';
    System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
    return joined;
  }

  private byte[] field(int offset, int length) {
    return upToZero(Arrays.copyOfRange(block, offset, offset + length));
  }

  static byte[] upToZero(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** Octal text, or GNU's and star's base 256 with the top bit set. */
  private long number(int offset, int length) {
    return number(block, offset, length);
  }

  static long number(byte[] block, int offset, int length) {
    if ((block[offset] & 0x80) != 0) {
      long value = (block[offset] & 0x40) != 0 ? -1 : 0;
      value = (value << 6) | (block[offset] & 0x3f);
      for (int i = offset + 1; i < offset + length; i++) {
        if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
          throw TarReader.invalid("invalid tar header");
        }
        value = (value << 8) | (block[i] & 0xff);
      }
      return value;
    }
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      int c = block[i];
      if (c >= '0' && c <= '7') {
        value = value * 8 + c - '0';
      } else if (c != ' ' && c != 0) {
        throw TarReader.invalid("invalid tar header");
      } else if (value != 0) {
        break;
      }
    }
    return value;
  }

  static boolean isEnd(byte[] block) {
    for (int i = 0; i < TarReader.BLOCK; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Early writers summed up signed bytes. */
  static boolean hasChecksum(byte[] block) {
    long sum = 0;
    long signed = 0;
    for (int i = 0; i < TarReader.BLOCK; i++) {
      byte value = i >= 148 && i < 156 ? (byte) ' ' : block[i];
      sum += value & 0xff;
      signed += value;
    }
    long expected = 0;
    for (int i = 148; i < 156; i++) {
      if (block[i] >= '0' && block[i] <= '7') {
        expected = expected * 8 + block[i] - '0';
      } else if (expected != 0) {
        break;
      }
    }
    return sum == expected || signed == expected;
  }
}
