package dev.jdock.cli.hcl;

import java.util.Locale;

/**
 * A part of a file.
 *
 * @param start offset of its first character
 * @param end offset after its last one
 */
public record Range(SourceFile file, int start, int end) {
  /** Lines that an excerpt shows before and after those of the range. */
  private static final int AROUND = 2;

  static Range between(Range first, Range last) {
    return new Range(first.file, first.start, last.end);
  }

  /** {@code name:2,14-17}, with both lines where there is more than one. */
  @Override
  public String toString() {
    int first = file.line(start);
    int last = file.line(end);
    String ending = first == last ? "" + file.column(end) : last + "," + file.column(end);
    return file.name() + ":" + first + "," + file.column(start) + "-" + ending;
  }

  /** The lines with a mark before each, and some around them, as BuildKit shows a Dockerfile's. */
  public String excerpt() {
    int first = file.line(start);
    int last = file.line(end);
    String[] lines = file.lines();
    var text = new StringBuilder(file.name() + ":" + first + "\n--------------------\n");
    for (int i = Math.max(1, first - AROUND); i <= Math.min(lines.length, last + AROUND); i++) {
      String mark = i >= first && i <= last ? ">>>" : "   ";
      text.append(String.format(Locale.ROOT, "%4d | %s %s%n", i, mark, lines[i - 1]));
    }
    return text.append("--------------------\n").toString();
  }
}
