package dev.jdock.image.error;

/**
 * Text of others in a message: none of it can begin a line of its own, or reach a terminal as a
 * command. What controls is shown as Go quotes it.
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
