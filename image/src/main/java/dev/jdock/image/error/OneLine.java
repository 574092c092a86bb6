package dev.jdock.image.error;

/**
 * Makes untrusted text safe for a message: it cannot begin a new line or send control sequences to
 * a terminal. Control characters are escaped as Go quotes them.
 */
public final class OneLine {
  private OneLine() {}

  public static String of(String text) {
    if (text.chars().noneMatch(OneLine::controls)) {
      return text;
    }
    StringBuilder line = new StringBuilder();
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            default -> line.append(controls(c) ? "\\x%02x".formatted(c) : String.valueOf((char) c));
          }
        });
    return line.toString();
  }

  private static boolean controls(int c) {
    return Character.isISOControl(c) && c != '\t';
  }
}
