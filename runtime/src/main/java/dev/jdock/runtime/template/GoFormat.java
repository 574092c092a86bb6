package dev.jdock.runtime.template;

import dev.jdock.image.text.GoFloat;
import dev.jdock.image.text.GoQuote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Go's fmt: Sprint, Sprintln and Sprintf. */
final class GoFormat {
  /** A template can double a text again and again. */
  private static final int LONGEST = 1 << 22;

  private final String format;
  private final List<@Nullable Object> args;
  private final StringBuilder out = new StringBuilder();
  private int pos;
  private int argument;
  private boolean reordered;

  private GoFormat(String format, List<@Nullable Object> args) {
    this.format = format;
    this.args = args;
  }

  /** One value as a template prints it. */
  static String print(@Nullable Object value) {
    return new Directive().render('v', value);
  }

  /** Operands side by side, with a blank between two that are not strings. */
  static String sprint(List<@Nullable Object> args) {
    StringBuilder out = new StringBuilder();
    boolean previousString = false;
    for (int i = 0; i < args.size(); i++) {
      boolean string = args.get(i) instanceof String;
      if (i > 0 && !string && !previousString) {
        out.append(' ');
      }
      out.append(print(args.get(i)));
      if (out.length() > LONGEST) {
        throw new IllegalArgumentException("text is longer than " + LONGEST + " characters");
      }
      previousString = string;
    }
    return out.toString();
  }

  static String sprintln(List<@Nullable Object> args) {
    return String.join(" ", args.stream().map(GoFormat::print).toList()) + "\n";
  }

  static String sprintf(String format, List<@Nullable Object> args) {
    return new GoFormat(format, args).run();
  }

  private String run() {
    while (pos < format.length()) {
      int percent = format.indexOf('%', pos);
      if (percent < 0) {
        out.append(format, pos, format.length());
        break;
      }
      out.append(format, pos, percent);
      pos = percent + 1;
      directive();
    }
    if (!reordered && argument < args.size()) {
      List<String> extra = new ArrayList<>();
      for (Object arg : args.subList(argument, args.size())) {
        extra.add(arg == null ? "<nil>" : GoValue.type(arg) + "=" + print(arg));
      }
      out.append("%!(EXTRA ").append(String.join(", ", extra)).append(')');
    }
    return out.toString();
  }

  private void directive() {
    Directive directive = new Directive();
    while (pos < format.length() && directive.flag(format.charAt(pos))) {
      pos++;
    }
    boolean bad = argumentIndex();
    directive.width(number("%!(BADWIDTH)"));
    if (pos < format.length() && format.charAt(pos) == '.') {
      pos++;
      bad |= argumentIndex();
      directive.precision = Math.max(0, number("%!(BADPREC)"));
    }
    bad |= argumentIndex();
    if (pos >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(pos);
    pos += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
    } else if (bad) {
      out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
    } else if (argument >= args.size()) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      out.append(directive.render(verb, args.get(argument++)));
    }
  }

  /** Reads {@code [n]}; returns whether it is malformed. */
  private boolean argumentIndex() {
    if (pos >= format.length() || format.charAt(pos) != '[') {
      return false;
    }
    reordered = true;
    int close = format.indexOf(']', pos);
    if (close < 0) {
      pos++;
      return true;
    }
    String digits = format.substring(pos + 1, close);
    pos = close + 1;
    if (!digits.matches("[0-9]{1,6}")) {
      return true;
    }
    int index = Integer.parseInt(digits) - 1;
    if (index < 0 || index >= args.size()) {
      return true;
    }
    argument = index;
    return false;
  }

  private int number(String bad) {
    if (pos < format.length() && format.charAt(pos) == '*') {
      pos++;
      if (argument < args.size()
          && args.get(argument++) instanceof Long value
          && Math.abs(value) < 1_000_000) {
        return value.intValue();
      }
      out.append(bad);
      return Directive.UNSET;
    }
    int from = pos;
    while (pos < format.length() && format.charAt(pos) >= '0' && format.charAt(pos) <= '9') {
      pos++;
    }
    return from == pos || pos - from > 6
        ? Directive.UNSET
        : Integer.parseInt(format.substring(from, pos));
  }

  /** What stands between a percent sign and its verb, and how it shapes a value. */
  private static final class Directive {
    static final int UNSET = Integer.MIN_VALUE;
    boolean plus;
    boolean minus;
    boolean sharp;
    boolean space;
    boolean zero;
    int width;
    boolean nested;
    int precision = UNSET;

    boolean flag(char c) {
      switch (c) {
        case '+' -> plus = true;
        case '-' -> minus = true;
        case '#' -> sharp = true;
        case ' ' -> space = true;
        case '0' -> zero = true;
        default -> {
          return false;
        }
      }
      return true;
    }

    void width(int value) {
      if (value != UNSET) {
        minus |= value < 0;
        width = Math.abs(value);
      }
    }

    String render(int verb, @Nullable Object value) {
      if (verb == 'T') {
        return pad(GoValue.type(value));
      }
      if (value instanceof Absent) {
        return verb == 'v' ? pad("<no value>") : bad(verb, null);
      }
      Object go = GoValue.of(value);
      // The usual one, as in Evaluation.
      if (go instanceof String s) {
        return string(verb, s);
      }
      return switch (go) {
        case null ->
            verb == 'v' || nested ? pad("<nil>") : "%!" + Character.toString(verb) + "(<nil>)";
        case Boolean b -> verb == 'v' || verb == 't' ? pad(b.toString()) : bad(verb, go);
        case Long l -> integer(verb, l);
        case Double d -> floating(verb, d);
        case List<?> list -> list(verb, list);
        case Map<?, ?> map -> map(verb, map);
        case GoStruct struct -> struct(verb, struct);
        default -> pad(go.toString());
      };
    }

    private String nested(int verb, @Nullable Object item) {
      boolean outer = nested;
      nested = true;
      String text = render(verb, item);
      nested = outer;
      return text;
    }

    private String list(int verb, List<?> list) {
      boolean source = verb == 'v' && sharp;
      List<String> items = new ArrayList<>();
      for (Object item : list) {
        items.add(nested(verb, item));
      }
      return source
          ? GoValue.type(list) + "{" + String.join(", ", items) + "}"
          : "[" + String.join(" ", items) + "]";
    }

    private String map(int verb, Map<?, ?> map) {
      boolean source = verb == 'v' && sharp;
      List<String> items = new ArrayList<>();
      sorted(map).forEach((key, item) -> items.add(nested(verb, key) + ":" + nested(verb, item)));
      return source
          ? GoValue.type(map) + "{" + String.join(", ", items) + "}"
          : "map[" + String.join(" ", items) + "]";
    }

    private String struct(int verb, GoStruct struct) {
      List<String> items = new ArrayList<>();
      struct
          .fields()
          .forEach((key, item) -> {
            if (!(item instanceof GoFunction)) {
              items.add((plus || sharp ? key + ":" : "") + render(verb, item));
            }
          });
      return sharp
          ? struct.type() + "{" + String.join(", ", items) + "}"
          : "{" + String.join(" ", items) + "}";
    }

    private String string(int verb, String s) {
      String cut = precision == UNSET ? s : cut(s);
      return switch (verb) {
        case 'v' -> sharp ? pad(GoQuote.quote(s)) : pad(cut);
        case 's' -> pad(cut);
        case 'q' -> pad(sharp && !cut.contains("`") ? "`" + cut + "`" : GoQuote.quote(cut));
        case 'x' -> pad(hex(cut, "%02x"));
        case 'X' -> pad(hex(cut, "%02X"));
        default -> bad(verb, s);
      };
    }

    private String cut(String s) {
      return s.codePointCount(0, s.length()) <= precision
          ? s
          : s.substring(0, s.offsetByCodePoints(0, precision));
    }

    private String hex(String s, String each) {
      List<String> bytes = new ArrayList<>();
      for (byte b : s.getBytes(StandardCharsets.UTF_8)) {
        bytes.add(String.format(each, b));
      }
      String prefix = each.endsWith("X") ? "0X" : "0x";
      String first = sharp && !bytes.isEmpty() ? prefix : "";
      return first + String.join(space ? (sharp ? " " + prefix : " ") : "", bytes);
    }

    private String integer(int verb, long value) {
      return switch (verb) {
        case 'v', 'd' -> digits(verb, value, 10, "");
        case 'b' -> digits(verb, value, 2, sharp ? "0b" : "");
        case 'o' -> digits(verb, value, 8, sharp ? "0" : "");
        case 'O' -> digits(verb, value, 8, "0o");
        case 'x' -> digits(verb, value, 16, sharp ? "0x" : "");
        case 'X' ->
            digits(verb, value, 16, sharp ? "0X" : "").replace("0x", "0X").toUpperCase(Locale.ROOT);
        case 'c' -> pad(Character.toString(rune(value)));
        case 'q' -> pad(GoQuote.quoteRune(rune(value)));
        case 'U' -> pad(sharp ? GoQuote.unicode(rune(value)) : String.format("U+%04X", value));
        default -> bad(verb, value);
      };
    }

    private static int rune(long value) {
      return value >= 0 && value <= Character.MAX_CODE_POINT ? (int) value : 0xFFFD;
    }

    private String digits(int verb, long value, int radix, String prefix) {
      String digits = Long.toString(value, radix);
      String sign = value < 0 ? "-" : plus && verb != 'v' ? "+" : space ? " " : "";
      digits = value < 0 ? digits.substring(1) : digits;
      int least = precision == UNSET ? 0 : precision;
      if (precision == UNSET && zero && !minus) {
        least = width - sign.length();
      }
      return pad(sign + prefix + "0".repeat(Math.max(0, least - digits.length())) + digits, ' ');
    }

    private String floating(int verb, double value) {
      int given = precision;
      String text =
          switch (verb) {
            case 'v' -> GoFloat.format(value, 'g', given == UNSET ? -1 : given);
            case 'g', 'G' -> GoFloat.format(value, (char) verb, given == UNSET ? -1 : given);
            case 'e', 'E' -> GoFloat.format(value, (char) verb, given == UNSET ? 6 : given);
            case 'f', 'F' -> GoFloat.format(value, 'f', given == UNSET ? 6 : given);
            default -> null;
          };
      if (text == null) {
        return bad(verb, value);
      }
      String sign = text.startsWith("-") ? "-" : plus ? "+" : space ? " " : "";
      String size = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
      if (zero && !minus) {
        return sign + "0".repeat(Math.max(0, width - sign.length() - size.length())) + size;
      }
      return pad(sign + size, ' ');
    }

    private String bad(int verb, @Nullable Object value) {
      String shown = value == null ? "<nil>" : GoValue.type(value) + "=" + print(value);
      return "%!" + Character.toString(verb) + "(" + shown + ")";
    }

    private String pad(String text) {
      return pad(text, zero && !minus ? '0' : ' ');
    }

    private String pad(String text, char filler) {
      int missing = width - text.codePointCount(0, text.length());
      if (missing <= 0) {
        return text;
      }
      String padding = String.valueOf(filler).repeat(missing);
      return minus ? text + padding : padding + text;
    }
  }

  /** A map in the order in which Go prints and ranges over it. */
  static Map<String, @Nullable Object> sorted(Map<?, ?> map) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    return sorted;
  }
}
