package dev.jdock.image.contents;

import java.util.List;

/**
 * How an image differs from another.
 *
 * @param files in the order of their paths
 * @param config in the order of the fields of a configuration
 */
public record ImageDifference(
    String from, String to, List<FileChange> files, List<Setting> config) {

  /** What has become of a file. */
  public enum Kind {
    ADDED('A'),
    CHANGED('C'),
    REMOVED('D');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    /** As {@code diff} of containers has it. */
    public char letter() {
      return letter;
    }
  }

  /**
   * @param path absolute
   * @param before size in bytes; 0 for what was not there, and for all but regular files
   * @param after the same of the other image
   * @param what of a file that is in both differs: {@code type}, {@code content}, {@code mode},
   *     {@code owner}, {@code target}; empty for the others
   */
  public record FileChange(Kind kind, String path, long before, long after, List<String> what) {}

  /**
   * A setting that differs.
   *
   * @param name {@code Env PATH}, {@code Cmd} …
   * @param before empty where it was not set
   * @param after empty where it is not set any more
   */
  public record Setting(String name, String before, String after) {}

  public boolean isEmpty() {
    return files.isEmpty() && config.isEmpty();
  }
}
