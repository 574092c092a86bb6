package dev.jdock.image.dockerfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated fields as Go's encoding/csv reads it, with its errors. */
final class CsvLine {
  private static final char QUOTE = '"';
  private static final char COMMA = ',';

  private final String line;
  private final List<String> fields = new ArrayList<>();
  private int at;

  private CsvLine(String line) {
    this.line = line;
  }

  /** A line that is none. */
  static final class CsvException extends Exception {
    private static final long serialVersionUID = 1L;

    CsvException(String message) {
      super(message);
    }
  }

  static List<String> fields(String text) throws CsvException {
    String line = text.replaceFirst("\r?\n$", "");
    if (line.isEmpty()) {
      throw new CsvException("EOF");
    }
    var csv = new CsvLine(line);
    while (csv.field()) {
      csv.at++;
    }
    return csv.fields;
  }

  /**
   * @return whether another one follows
   */
  private boolean field() throws CsvException {
    return at < line.length() && line.charAt(at) == QUOTE ? quoted() : plain();
  }

  private boolean plain() throws CsvException {
    int comma = line.indexOf(COMMA, at);
    String field = line.substring(at, comma < 0 ? line.length() : comma);
    int quote = field.indexOf(QUOTE);
    if (quote >= 0) {
      throw fault(at + quote, "bare \" in non-quoted field");
    }
    fields.add(field);
    at += field.length();
    return comma >= 0;
  }

  private boolean quoted() throws CsvException {
    var field = new StringBuilder();
    at++;
    while (true) {
      int quote = line.indexOf(QUOTE, at);
      if (quote < 0) {
        throw fault(at, "extraneous or missing \" in quoted-field");
      }
      field.append(line, at, quote);
      at = quote + 1;
      if (at == line.length() || line.charAt(at) == COMMA) {
        fields.add(field.toString());
        return at < line.length();
      }
      if (line.charAt(at) != QUOTE) {
        throw fault(quote, "extraneous or missing \" in quoted-field");
      }
      field.append(QUOTE);
      at++;
    }
  }

  /** Go counts columns in bytes. */
  private CsvException fault(int position, String what) {
    int column = line.substring(0, position).getBytes(StandardCharsets.UTF_8).length + 1;
    return new CsvException("parse error on line 1, column " + column + ": " + what);
  }
}
