package dev.jdock.image.dockerfile;

/**
 * Lines of a Dockerfile, counted from 1, both ends included.
 *
 * @param start first line of an instruction
 * @param end last line, which differs when the line is continued
 */
public record SourceRange(int start, int end) {
  public SourceRange {
    end = Math.max(start, end);
  }

  boolean contains(int line) {
    return start <= line && line <= end;
  }
}
