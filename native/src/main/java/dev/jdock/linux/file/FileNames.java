package dev.jdock.linux.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * File names between the kernel's bytes and Java's strings: UTF-8, and each byte that is not UTF-8
 * as one lone surrogate U+DC80 to U+DCFF (as Python's PEP 383), so that every name comes back as it
 * was.
 */
public final class FileNames {
  private static final char ESCAPE = 0xDC00;

  private FileNames() {}

  public static String decode(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        return decodeSlowly(ByteBuffer.wrap(bytes, offset, length));
      }
    }
    return new String(bytes, offset, length, StandardCharsets.US_ASCII);
  }

  private static String decodeSlowly(ByteBuffer in) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer out = CharBuffer.allocate(in.remaining());
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isUnderflow()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xff)));
      }
    }
  }

  public static byte[] encode(String name) {
    return encode(name, 0);
  }

  /** With the NUL that ends a C string. */
  static byte[] cString(String name) {
    return encode(name, 1);
  }

  private static byte[] encode(String name, int zeros) {
    int length = name.length();
    byte[] ascii = new byte[length + zeros];
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      if (c >= 0x80) {
        return encodeSlowly(name, zeros);
      }
      ascii[i] = (byte) c;
    }
    return ascii;
  }

  private static byte[] encodeSlowly(String name, int zeros) {
    byte[] bytes = new byte[3 * name.length() + zeros];
    int count = 0;
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      i += Character.charCount(c);
      if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff) {
        bytes[count++] = (byte) c;
      } else {
        byte[] one = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(one, 0, bytes, count, one.length);
        count += one.length;
      }
    }
    return Arrays.copyOf(bytes, count + zeros);
  }
}
