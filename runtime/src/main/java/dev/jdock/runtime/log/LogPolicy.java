package dev.jdock.runtime.log;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of a log is kept.
 *
 * @param maxBytes of a file, which is rotated then; 0 for no limit
 * @param maxFiles the one that is written included
 * @param compress rotated files
 * @param attributes added to every entry
 */
public record LogPolicy(
    long maxBytes, int maxFiles, boolean compress, SortedMap<String, String> attributes) {
  public static final LogPolicy EVERYTHING = new LogPolicy(0, 1, false, new TreeMap<>());

  public LogPolicy {
    if (maxBytes < 0 || maxFiles < 1) {
      throw new IllegalArgumentException("log of " + maxBytes + " bytes in " + maxFiles + " files");
    }
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
