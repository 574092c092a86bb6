package dev.jdock.runtime.template;

import static dev.jdock.runtime.template.GoFunction.Type.ANY;
import static dev.jdock.runtime.template.GoFunction.Type.INT;
import static dev.jdock.runtime.template.GoFunction.Type.STRING;
import static dev.jdock.runtime.template.GoFunction.Type.STRINGS;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The functions that Docker adds to Go's. */
public final class DockerFunctions {
  private static final int WIDEST = 1 << 16;

  static final Map<String, GoFunction> FUNCTIONS =
      Map.of(
          "json", GoFunction.of(args -> GoJson.encode(args.at(0)), ANY),
          "split", GoFunction.of(args -> split(args.string(0), args.string(1)), STRING, STRING),
          "join",
              GoFunction.of(args -> String.join(args.string(1), args.strings(0)), STRINGS, STRING),
          "title", GoFunction.of(args -> title(args.string(0)), STRING),
          "lower", GoFunction.of(args -> args.string(0).toLowerCase(Locale.ROOT), STRING),
          "upper", GoFunction.of(args -> args.string(0).toUpperCase(Locale.ROOT), STRING),
          "pad",
              GoFunction.of(
                  args -> pad(args.string(0), args.integer(1), args.integer(2)), STRING, INT, INT),
          "truncate",
              GoFunction.of(args -> truncate(args.string(0), args.integer(1)), STRING, INT));

  /**
   * Those that would spoil a table's headers, doing nothing; {@code pad} stays, since columns must
   * keep their width.
   */
  public static final Map<String, GoFunction> FOR_HEADERS =
      Map.of(
          "json", GoFunction.of(args -> args.at(0), STRING),
          "split", GoFunction.of(args -> args.at(0), STRING, STRING),
          "join", GoFunction.of(args -> args.at(0), STRING, STRING),
          "title", GoFunction.of(args -> args.at(0), STRING),
          "lower", GoFunction.of(args -> args.at(0), STRING),
          "upper", GoFunction.of(args -> args.at(0), STRING),
          "truncate", GoFunction.of(args -> args.at(0), STRING, INT));

  private DockerFunctions() {}

  private static List<String> split(String text, String separator) {
    if (separator.isEmpty()) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
    return Arrays.asList(text.split(Pattern.quote(separator), -1));
  }

  private static String title(String text) {
    StringBuilder out = new StringBuilder();
    int previous = ' ';
    for (int c : text.codePoints().toArray()) {
      out.appendCodePoint(separator(previous) ? Character.toTitleCase(c) : c);
      previous = c;
    }
    return out.toString();
  }

  private static boolean separator(int c) {
    if (c < 0x80) {
      return !Character.isLetterOrDigit(c) && c != '_';
    }
    return Character.isWhitespace(c);
  }

  private static String pad(String text, int before, int after) {
    if (Math.max(before, after) > WIDEST) {
      throw new IllegalArgumentException("padding is more than " + WIDEST + " characters");
    }
    return text.isEmpty()
        ? text
        : " ".repeat(Math.max(0, before)) + text + " ".repeat(Math.max(0, after));
  }

  private static String truncate(String text, int length) {
    return text.length() < length ? text : text.substring(0, Math.max(0, length));
  }
}
