package dev.jdock.runtime.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * Entries of one stream that came at the same time, as lines of a json-file log: {@code
 * {"log":…,"stream":…,"time":…}}. Only their bytes are allocated.
 */
final class EntryBatch {
  private static final byte[] START = "{\"log\":\"".getBytes(US_ASCII);
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);
  private static final int LONGEST_ESCAPE = 6;

  private final byte[] end;
  private byte[] bytes;
  private int length;

  /**
   * @param expected bytes of entries
   */
  EntryBatch(boolean standardError, Map<String, String> attributes, Instant time, int expected) {
    this.end = end(standardError, attributes, time);
    this.bytes = new byte[expected + START.length + end.length];
  }

  private static byte[] end(boolean standardError, Map<String, String> attributes, Instant time) {
    StringBuilder text = new StringBuilder("\",\"stream\":\"");
    text.append(standardError ? "stderr" : "stdout").append('"');
    String separator = ",\"attrs\":{";
    for (var attribute : attributes.entrySet()) {
      text.append(separator).append(quoted(attribute.getKey()));
      text.append(':').append(quoted(attribute.getValue()));
      separator = ",";
    }
    text.append(attributes.isEmpty() ? "" : "}");
    return text.append(",\"time\":\"").append(time).append("\"}\n").toString().getBytes(UTF_8);
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Adds what came before, and the bytes from {@code from} up to {@code to}, as one entry. */
  void add(byte[] before, int beforeLength, byte[] text, int from, int to) {
    if (isAscii(before, 0, beforeLength) && isAscii(text, from, to)) {
      begin(beforeLength + to - from);
      escape(before, 0, beforeLength);
      escape(text, from, to);
    } else {
      byte[] whole = Arrays.copyOf(before, beforeLength + to - from);
      System.arraycopy(text, from, whole, beforeLength, to - from);
      // What is no UTF-8 becomes U+FFFD.
      byte[] valid = new String(whole, UTF_8).getBytes(UTF_8);
      begin(valid.length);
      escape(valid, 0, valid.length);
    }
    put(end);
  }

  private static boolean isAscii(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private void begin(int textLength) {
    int most = length + START.length + textLength * LONGEST_ESCAPE + end.length;
    if (most > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(most, bytes.length * 2));
    }
    put(START);
  }

  private void put(byte[] all) {
    System.arraycopy(all, 0, bytes, length, all.length);
    length += all.length;
  }

  private void escape(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = text[i];
      if (b >= ' ' || b < 0) {
        if (b == '"' || b == '\\') {
          bytes[length++] = '\\';
        }
        bytes[length++] = b;
      } else {
        control(b);
      }
    }
  }

  private void control(byte b) {
    bytes[length++] = '\\';
    switch (b) {
      case '\b' -> bytes[length++] = 'b';
      case '\t' -> bytes[length++] = 't';
      case '\n' -> bytes[length++] = 'n';
      case '\f' -> bytes[length++] = 'f';
      case '\r' -> bytes[length++] = 'r';
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[b >> 4];
        bytes[length++] = HEX[b & 0xf];
      }
    }
  }
}
