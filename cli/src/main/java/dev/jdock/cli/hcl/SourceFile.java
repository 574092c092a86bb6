package dev.jdock.cli.hcl;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A file's name and text, for the places of errors. */
public final class SourceFile {
  private final String name;
  private final String text;
  private final int[] lineStarts;

  public SourceFile(String name, String text) {
    this.name = name;
    this.text = text;
    this.lineStarts =
        IntStream.concat(
                IntStream.of(0),
                IntStream.range(0, text.length())
                    .filter(i -> text.charAt(i) == '\n')
                    .map(i -> i + 1))
            .toArray();
  }

  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /** The line of a character, counted from 1. */
  int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of a character in its line, in characters from 1. */
  int column(int offset) {
    int start = lineStarts[line(offset) - 1];
    return text.codePointCount(start, offset) + 1;
  }

  /** The lines without their ends; an empty one follows a final newline. */
  String[] lines() {
    return text.split("\n", -1);
  }
}
