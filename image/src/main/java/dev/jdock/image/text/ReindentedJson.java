package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;
import java.io.PrintStream;

/**
 * A JSON text laid out anew as Go's json.Indent does it: only the blanks between its tokens change,
 * so numbers and strings stay as they were written. The output is not kept in memory, since deep
 * nesting multiplies its size.
 */
public final class ReindentedJson {
  private static final int CHUNK = 1 << 13;

  private final PrintStream out;
  private final String step;
  private final StringBuilder text = new StringBuilder();
  private int depth;
  private boolean opened;

  private ReindentedJson(PrintStream out, String step) {
    this.out = out;
    this.step = step;
  }

  /**
   * @param json an object or an array
   * @throws JdockException INVALID for what follows it
   */
  public static void write(PrintStream out, String json, String step) {
    String whole = json.strip();
    ReindentedJson writer = new ReindentedJson(out, step);
    for (int at = 0; at < whole.length(); ) {
      at = writer.token(whole, at);
      if (writer.depth == 0 && at < whole.length()) {
        throw JdockException.invalid("invalid character after top-level value");
      }
      if (writer.text.length() >= CHUNK) {
        writer.flush();
      }
    }
    writer.flush();
  }

  /** Returns where the next one begins. */
  private int token(String json, int at) {
    char c = json.charAt(at);
    switch (c) {
      case ' ', '\t', '\r', '\n' -> {}
      case '{', '[' -> {
        begin();
        text.append(c);
        depth++;
        opened = true;
      }
      case '}', ']' -> {
        depth--;
        if (!opened) {
          line();
        }
        opened = false;
        text.append(c);
      }
      case ',' -> {
        text.append(c);
        line();
      }
      case ':' -> text.append(": ");
      case '"' -> {
        begin();
        int end = endOfString(json, at);
        text.append(json, at, end);
        return end;
      }
      default -> {
        begin();
        text.append(c);
      }
    }
    return at + 1;
  }

  /** Something is inside what was opened last. */
  private void begin() {
    if (opened) {
      line();
      opened = false;
    }
  }

  private void line() {
    text.append('\n').repeat(step, Math.max(depth, 0));
  }

  private static int endOfString(String json, int start) {
    int at = start + 1;
    while (at < json.length() && json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, json.length());
  }

  private void flush() {
    out.append(text);
    text.setLength(0);
  }
}
