package dev.jdock.image.dockerfile;

import java.nio.charset.StandardCharsets;

/**
 * The original text of a Dockerfile, for messages that show the line in question.
 *
 * @param name as the user knows the file
 */
public record SourceText(String name, String text) {

  public static SourceText of(String name, byte[] content) {
    return new SourceText(name, new String(content, StandardCharsets.UTF_8));
  }

  /**
   * The lines around {@code range} in BuildKit's frame, with an arrow at each line of the range.
   * One line gets up to four lines of company, several get two.
   */
  public String excerpt(SourceRange range) {
    String[] lines = text.split("\n", -1);
    int first = range.start();
    int last = Math.min(range.end(), lines.length);
    if (first < 1 || first > lines.length) {
      return "";
    }
    int wanted = first == last ? 4 : 2;
    for (int shown = 0; shown < wanted; shown++) {
      if (first > 1) {
        first--;
        shown++;
      }
      if (last < lines.length) {
        last++;
        shown++;
      }
    }
    var result = new StringBuilder();
    result.append(name).append(':').append(range.start()).append('\n');
    result.append("--------------------\n");
    for (int line = first; line <= last; line++) {
      String arrow = range.contains(line) ? ">>>" : "   ";
      String shown = lines[line - 1].replace("\r", "");
      result.append(" %3d | %s %s".formatted(line, arrow, shown)).append('\n');
    }
    return result.append("--------------------\n").toString();
  }

  /** A failure of the instruction at {@code range}. */
  public DockerfileException invalid(SourceRange range, String message) {
    return new DockerfileException(message, excerpt(range));
  }
}
