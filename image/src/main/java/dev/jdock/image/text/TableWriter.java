package dev.jdock.image.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Aligns tab-separated cells as Go's text/tabwriter does: a column is a run of neighbouring lines
 * that have a cell there which a tab ends, so the last cell of a line never widens anything.
 * Docker's tables have cells of at least 10 characters and 3 blanks between.
 *
 * @param minWidth smallest width of a column, its padding included
 * @param padding blanks after a column's widest cell
 */
public record TableWriter(int minWidth, int padding) {
  /** As Docker sets it up for its tables. */
  public static final TableWriter DOCKER = new TableWriter(10, 3);

  public TableWriter {
    if (minWidth < 0 || padding < 0) {
      throw new IllegalArgumentException("negative table width: " + minWidth + ", " + padding);
    }
  }

  /** The text with its tabs replaced by blanks. */
  public String align(String text) {
    List<String[]> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      lines.add(line.split("\t", -1));
    }
    StringBuilder out = new StringBuilder();
    block(lines, 0, lines.size(), List.of(), out);
    // Every line was written with its end, the empty one behind the last line break as well.
    return out.substring(0, out.length() - 1);
  }

  private void block(
      List<String[]> lines, int from, int to, List<Integer> widths, StringBuilder out) {
    int column = widths.size();
    int unwritten = from;
    int line = from;
    while (line < to) {
      if (column >= lines.get(line).length - 1) {
        line++;
        continue;
      }
      write(lines, unwritten, line, widths, out);
      unwritten = line;
      int width = minWidth;
      while (line < to && column < lines.get(line).length - 1) {
        width = Math.max(width, length(lines.get(line)[column]) + padding);
        line++;
      }
      List<Integer> wider = new ArrayList<>(widths);
      wider.add(width);
      block(lines, unwritten, line, wider, out);
      unwritten = line;
    }
    write(lines, unwritten, to, widths, out);
  }

  private static void write(
      List<String[]> lines, int from, int to, List<Integer> widths, StringBuilder out) {
    for (String[] cells : lines.subList(from, to)) {
      for (int i = 0; i < cells.length; i++) {
        out.append(cells[i]);
        if (i < widths.size()) {
          out.append(" ".repeat(Math.max(0, widths.get(i) - length(cells[i]))));
        }
      }
      out.append('\n');
    }
  }

  /** Rows as lines of a table; a cell must hold no tab and no line break. */
  public String table(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(String.join("\t", row)).append('\n'));
    return align(text.toString());
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
