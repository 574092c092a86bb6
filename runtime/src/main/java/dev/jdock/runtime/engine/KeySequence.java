package dev.jdock.runtime.engine;

import dev.jdock.image.error.JdockException;
import java.io.ByteArrayOutputStream;

/**
 * Keys that disconnect a terminal from a process: {@code ctrl-p,ctrl-q}, as github.com/moby/term
 * reads them.
 */
public final class KeySequence {
  /** Docker's. */
  public static final String DEFAULT = "ctrl-p,ctrl-q";

  private static final int CONTROL_LENGTH = "ctrl-x".length();

  private KeySequence() {}

  /**
   * The bytes that a terminal sends for the keys.
   *
   * @param text keys with commas between them: a character, {@code ctrl-} and one of {@code
   *     a-z@[\\]^_}, or {@code DEL}; empty for none
   * @throws JdockException INVALID {@code Invalid escape keys (x) provided}
   */
  public static byte[] parse(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String key : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int code = code(key);
      if (code < 0) {
        throw JdockException.invalid("Invalid escape keys (" + text + ") provided");
      }
      bytes.write(code);
    }
    return bytes.toByteArray();
  }

  private static int code(String key) {
    if (key.length() == 1 && key.charAt(0) < 0x80) {
      return key.charAt(0);
    }
    if (key.equals("DEL")) {
      return 127;
    }
    if (key.length() != CONTROL_LENGTH || !key.startsWith("ctrl-")) {
      return -1;
    }
    char letter = key.charAt(CONTROL_LENGTH - 1);
    if (letter >= 'a' && letter <= 'z') {
      return letter - 'a' + 1;
    }
    return switch (letter) {
      case '@' -> 0;
      case '[' -> 27;
      case '\\' -> 28;
      case ']' -> 29;
      case '^' -> 30;
      case '_' -> 31;
      default -> -1;
    };
  }
}
