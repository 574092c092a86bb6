package dev.jdock.cli.command.syntax;

import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated fields, read and refused as Go's encoding/csv does. */
public final class GoCsv {
  private final String value;
  private final String text;
  private final List<String> fields = new ArrayList<>();
  private int at;

  private GoCsv(String value, String text) {
    this.value = value;
    this.text = text;
  }

  /**
   * The fields of a line of comma-separated values.
   *
   * @param value the flag's, for the error
   * @throws InvalidValue {@code EOF} for nothing at all, or where the quotes are wrong
   */
  public static List<String> fields(String value, String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    if (line.isEmpty()) {
      throw new InvalidValue(value, "EOF");
    }
    return new GoCsv(value, line).read();
  }

  private List<String> read() {
    boolean more = true;
    while (more) {
      fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      more = at < text.length();
      at++;
    }
    return fields;
  }

  private String plain() {
    int end = text.indexOf(',', at);
    String field = text.substring(at, end < 0 ? text.length() : end);
    int quote = field.indexOf('"');
    if (quote >= 0) {
      throw wrong(at + quote, "bare \" in non-quoted-field");
    }
    at += field.length();
    return field;
  }

  private String quoted() {
    StringBuilder field = new StringBuilder();
    at++;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw wrong(text.length(), "extraneous or missing \" in quoted-field");
      }
      field.append(text, at, quote);
      at = quote + 1;
      if (at == text.length() || text.charAt(at) == ',') {
        return field.toString();
      }
      if (text.charAt(at) != '"') {
        throw wrong(quote, "extraneous or missing \" in quoted-field");
      }
      field.append('"');
      at++;
    }
  }

  private InvalidValue wrong(int index, String reason) {
    return new InvalidValue(value, "parse error on line 1, column " + (index + 1) + ": " + reason);
  }
}
