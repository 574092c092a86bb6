package dev.jdock.runtime.template;

import dev.jdock.image.text.GoFloat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Go's encoding/json without HTML escapes, on one line: maps sorted by key, structs in the order of
 * their fields. A row of a listing has them escaped, since Docker marshals it by another way.
 */
public final class GoJson {
  private GoJson() {}

  public static String encode(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value, value instanceof GoStruct struct && !struct.type().equals(GoStruct.DOCUMENT));
    return out.toString();
  }

  private static void write(StringBuilder out, @Nullable Object value, boolean html) {
    switch (GoValue.of(value)) {
      case null -> out.append("null");
      case String s -> string(out, s, html);
      case Double d -> out.append(number(d));
      case NilList _ -> out.append("null");
      case TypedMap map when map.nil() -> out.append("null");
      case Map<?, ?> map -> object(out, GoFormat.sorted(map), html);
      case GoStruct struct -> object(out, struct.fields(), html);
      case List<?> list -> array(out, list, html);
      case Object other -> out.append(other instanceof Absent ? "null" : other.toString());
    }
  }

  private static void object(
      StringBuilder out, Map<String, ? extends @Nullable Object> members, boolean html) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, ? extends @Nullable Object> member : members.entrySet()) {
      if (member.getValue() instanceof GoFunction) {
        continue;
      }
      if (!first) {
        out.append(',');
      }
      first = false;
      string(out, member.getKey(), html);
      out.append(':');
      write(out, member.getValue(), html);
    }
    out.append('}');
  }

  private static void array(StringBuilder out, List<?> list, boolean html) {
    out.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      write(out, items.next(), html);
      if (items.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static String number(double value) {
    double size = Math.abs(value);
    boolean exponent = size != 0 && (size < 1e-6 || size >= 1e21);
    String text = GoFloat.format(value, exponent ? 'e' : 'f', -1);
    // As ECMAScript writes it: e-9 and not e-09.
    return text.replaceFirst("e-0(\\d)$", "e-$1");
  }

  private static void string(StringBuilder out, String text, boolean html) {
    out.append('"');
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
              if (c < 0x20 || (html && "<>&".indexOf(c) >= 0) || c == 0x2028 || c == 0x2029) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
    out.append('"');
  }
}
