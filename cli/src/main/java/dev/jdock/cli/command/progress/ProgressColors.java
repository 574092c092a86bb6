package dev.jdock.cli.command.progress;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The colours of a build on a terminal, of which {@code BUILDKIT_COLORS} sets some: {@code
 * run=green:error=light-red:cancel=20,40,60}. {@code NO_COLOR} means none at all.
 */
final class ProgressColors {
  private static final String OFF = "\u001b[0m";
  private static final String FAINT = "\u001b[2m";
  private static final Pattern RGB = Pattern.compile("(\\d{1,3}),(\\d{1,3}),(\\d{1,3})");
  private static final int LIGHTEST = 255;

  /** With the codes of the terminal; 60 more for the light ones. */
  private static final Map<String, Integer> NAMES =
      Map.of(
          "black", 30, "red", 31, "green", 32, "yellow", 33, "blue", 34, "magenta", 35, "cyan", 36,
          "white", 37, "default", 39);

  private static final int LIGHT = 60;

  /** What a line is about. */
  enum Kind {
    RUN,
    CANCEL,
    ERROR,
    WARNING
  }

  private final boolean none;
  private final Map<Kind, String> codes = new HashMap<>();

  /**
   * @param environment the user's; what cannot be understood in it does not count
   */
  ProgressColors(Map<String, String> environment) {
    none = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    codes.put(Kind.RUN, "34");
    codes.put(Kind.CANCEL, "33");
    codes.put(Kind.ERROR, "31");
    codes.put(Kind.WARNING, "33");
    for (String field : environment.getOrDefault("BUILDKIT_COLORS", "").split(":", -1)) {
      String[] keyAndValue = field.replace("\"", "").split("=", -1);
      if (keyAndValue.length == 2) {
        set(keyAndValue[0], keyAndValue[1].toLowerCase(Locale.ROOT));
      }
    }
  }

  private void set(String key, String value) {
    String code = code(value);
    Stream.of(Kind.values())
        .filter(kind -> kind.name().equalsIgnoreCase(key) && !code.isEmpty())
        .forEach(kind -> codes.put(kind, code));
  }

  private static String code(String value) {
    var rgb = RGB.matcher(value);
    if (rgb.matches()) {
      int[] parts = {
        Integer.parseInt(rgb.group(1)),
        Integer.parseInt(rgb.group(2)),
        Integer.parseInt(rgb.group(3))
      };
      for (int part : parts) {
        if (part > LIGHTEST) {
          return "";
        }
      }
      return "38;5;" + nearest(parts);
    }
    boolean light = value.startsWith("light-");
    Integer code = NAMES.get(light ? value.substring("light-".length()) : value);
    return code == null || light && value.endsWith("default")
        ? ""
        : String.valueOf(light ? code + LIGHT : code);
  }

  /** In the cube of 6 by 6 by 6 that terminals of 256 colours have. */
  private static int nearest(int[] rgb) {
    int red = rgb[0] * 6 / 256;
    int green = rgb[1] * 6 / 256;
    int blue = rgb[2] * 6 / 256;
    return 16 + 36 * red + 6 * green + blue;
  }

  String apply(Kind kind, String text) {
    return none ? text : "\u001b[" + codes.getOrDefault(kind, "39") + "m" + text + OFF;
  }

  /** Output of a running step. */
  String faint(String text) {
    return none ? text : FAINT + text + OFF;
  }
}
