package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated fields, some of them in double quotes. */
final class Csv {
  private Csv() {}

  static List<String> fields(String line) {
    return fields(line, ',');
  }

  /**
   * @throws JdockException INVALID where the quotes are wrong
   */
  static List<String> fields(String line, char separator) {
    var fields = new ArrayList<String>();
    int at = 0;
    while (true) {
      var field = new StringBuilder();
      if (at < line.length() && line.charAt(at) == '"') {
        at = quoted(line, at + 1, field);
      } else {
        int end = line.indexOf(separator, at);
        field.append(line, at, end < 0 ? line.length() : end);
        at = end < 0 ? line.length() : end;
      }
      fields.add(field.toString());
      if (at == line.length()) {
        return fields;
      }
      if (line.charAt(at) != separator) {
        throw JdockException.invalid("extraneous or missing \" in quoted-field: " + line);
      }
      at++;
    }
  }

  private static int quoted(String line, int start, StringBuilder field) {
    int at = start;
    while (true) {
      int quote = line.indexOf('"', at);
      if (quote < 0) {
        throw JdockException.invalid("extraneous or missing \" in quoted-field: " + line);
      }
      field.append(line, at, quote);
      if (!line.startsWith("\"\"", quote)) {
        return quote + 1;
      }
      field.append('"');
      at = quote + 2;
    }
  }

  /** The field, in quotes where it needs them. */
  static String quoted(String field) {
    return field.matches("(?s).*[,\"\\r\\n].*") ? "\"" + field.replace("\"", "\"\"") + "\"" : field;
  }
}
