package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Conversions;
import dev.jdock.cli.hcl.Json;
import dev.jdock.cli.hcl.Numbers;
import dev.jdock.cli.hcl.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code format}: verbs after a percent sign, as the language has them. */
final class GoFormat {
  private static final Pattern VERB =
      Pattern.compile("%([ #+\\-0]*)(\\d{0,9})(?:\\.(\\d{0,9}))?(?:\\[(\\d{1,9})\\])?(.)?");

  private static final int WIDEST = 10_000;

  private final Arguments arguments;
  private int next;
  private int used;

  private GoFormat(Arguments arguments, int first) {
    this.arguments = arguments;
    this.next = first;
  }

  /**
   * @param index of the argument that is the format; those after it are inserted
   */
  static String format(Arguments a, int index) {
    return new GoFormat(a, index + 1).run(a.text(index), index + 1);
  }

  /** One text for each element of the lists among the arguments. */
  static Value formatList(Arguments a) {
    int count = -1;
    for (Value value : a.values()) {
      if (value instanceof Value.Items items) {
        int size = items.values().size();
        if (count >= 0 && size != count) {
          throw a.failed("all lists must have the same length");
        }
        count = size;
      }
    }
    var result = new ArrayList<Value>();
    for (int i = 0; i < Math.max(count, count < 0 ? 1 : 0); i++) {
      var row = new ArrayList<Value>();
      for (Value value : a.values()) {
        row.add(value instanceof Value.Items items ? items.values().get(i) : value);
      }
      var inner = new Arguments(a.function(), row, a.site());
      result.add(inner.made(format(inner, 0)));
    }
    return a.made(result);
  }

  private String run(String format, int first) {
    var result = new StringBuilder();
    Matcher verbs = VERB.matcher(format);
    int end = 0;
    while (verbs.find(end)) {
      result.append(format, end, verbs.start());
      end = verbs.end();
      result.append(verb(verbs, first));
      if (result.length() > WIDEST) {
        arguments.site().text(WIDEST);
      }
    }
    result.append(format.substring(end));
    if (used < arguments.size()) {
      used = Math.max(used, next);
    }
    if (used < arguments.size()) {
      throw arguments.failed(
          "too many arguments; only " + (used - first) + " used by format string");
    }
    return result.toString();
  }

  private String verb(Matcher verb, int first) {
    String mode = verb.group(5);
    if (mode == null) {
      throw arguments.failed("unterminated verb in format string");
    }
    if (mode.equals("%")) {
      return "%";
    }
    int index = verb.group(4) == null ? next : first + Integer.parseInt(verb.group(4)) - 1;
    if (index >= arguments.size() || index < first) {
      throw arguments.failed("not enough arguments for \"" + verb.group() + "\"");
    }
    next = index + 1;
    used = Math.max(used, next);
    int width = verb.group(2).isEmpty() ? 0 : Integer.parseInt(verb.group(2));
    int precision =
        verb.group(3) == null ? -1 : verb.group(3).isEmpty() ? 0 : Integer.parseInt(verb.group(3));
    if (width > WIDEST || precision > WIDEST) {
      throw arguments.failed("\"" + verb.group() + "\" is too wide");
    }
    return padded(value(mode, index, verb.group(1), precision), width, verb.group(1), mode);
  }

  private String value(String mode, int index, String flags, int precision) {
    return switch (mode) {
      case "v" -> {
        Value value = arguments.value(index);
        String text = flags.contains("#") ? null : Conversions.text(value);
        yield text != null ? cut(text, precision) : Json.text(value);
      }
      case "t" -> String.valueOf(arguments.flag(index));
      case "s" -> cut(arguments.text(index), precision);
      case "q" -> Json.text(Value.of(cut(arguments.text(index), precision)));
      case "d" -> signed(whole(index).toString(), flags);
      case "b" -> signed(whole(index).toString(2), flags);
      case "o" -> signed(whole(index).toString(8), flags);
      case "x" -> signed((flags.contains("#") ? "0x" : "") + whole(index).toString(16), flags);
      case "X" ->
          signed(
              (flags.contains("#") ? "0X" : "")
                  + whole(index).toString(16).toUpperCase(Locale.ROOT),
              flags);
      case "f" -> {
        BigDecimal number = arguments.number(index);
        int scale = precision < 0 ? 6 : precision;
        yield signed(number.setScale(scale, RoundingMode.HALF_EVEN).toPlainString(), flags);
      }
      case "e", "E" -> {
        String text =
            String.format(
                Locale.ROOT, "%." + (precision < 0 ? 6 : precision) + "e", arguments.number(index));
        yield signed(mode.equals("E") ? text.toUpperCase(Locale.ROOT) : text, flags);
      }
      case "g", "G" -> signed(Numbers.text(arguments.number(index)), flags);
      default -> throw arguments.failed("unsupported format verb \"" + mode + "\"");
    };
  }

  private BigInteger whole(int index) {
    return arguments.number(index).toBigInteger();
  }

  private static String cut(String text, int precision) {
    int[] points = text.codePoints().toArray();
    return precision < 0 || precision >= points.length ? text : new String(points, 0, precision);
  }

  private static String signed(String number, String flags) {
    if (number.startsWith("-")) {
      return number;
    }
    return flags.contains("+") ? "+" + number : flags.contains(" ") ? " " + number : number;
  }

  private static String padded(String text, int width, String flags, String mode) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    if (flags.contains("-")) {
      return text + " ".repeat(missing);
    }
    boolean zeros = flags.contains("0") && List.of("d", "b", "o", "x", "X", "f").contains(mode);
    if (!zeros) {
      return " ".repeat(missing) + text;
    }
    boolean sign = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0;
    return (sign ? text.substring(0, 1) : "")
        + "0".repeat(missing)
        + (sign ? text.substring(1) : text);
  }
}
