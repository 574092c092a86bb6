package dev.jdock.image.build.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.PathMatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of the files below a source are copied, by their paths from there: those that {@code
 * --parents} names, without those that {@code --exclude} names.
 */
public final class Selection {
  private static final Selection ALL = new Selection(List.of(), "");

  private final IgnorePatterns excluded;
  private final IgnorePatterns included;
  private final String pattern;
  private final List<String> literal;

  private Selection(List<String> excludes, String pattern) {
    this.excluded = IgnorePatterns.of(excludes);
    this.included = IgnorePatterns.of(List.of(pattern));
    this.pattern = pattern;
    this.literal = literal(pattern);
  }

  public static Selection all() {
    return ALL;
  }

  /**
   * @param excludes patterns as of {@code .dockerignore}
   * @throws JdockException INVALID for a pattern that is none
   */
  public static Selection without(List<String> excludes) {
    return excludes.isEmpty() ? ALL : new Selection(excludes, "");
  }

  /**
   * What matches one pattern, with the folders on the way and all below it.
   *
   * @param pattern relative, clean, not empty
   */
  public static Selection of(String pattern, List<String> excludes) {
    return new Selection(excludes, pattern);
  }

  /** The folders that a path must be in or lead to, whatever the wildcards after them match. */
  private static List<String> literal(String pattern) {
    var result = new ArrayList<String>();
    for (String part : pattern.split("/", -1)) {
      if (part.isEmpty() || part.indexOf('\\') >= 0 || PathMatch.hasWildcards(part)) {
        break;
      }
      result.add(part);
    }
    return List.copyOf(result);
  }

  boolean includes(String path) {
    return (pattern.isEmpty() || included.excludes(path)) && !excluded.excludes(path);
  }

  /** Whether something below a folder that is not included itself may be. */
  boolean maySelectBelow(String folder) {
    if (excluded.excludes(folder) && !excluded.hasExceptions()) {
      return false;
    }
    String[] parts = folder.split("/", -1);
    for (int i = 0; i < Math.min(parts.length, literal.size()); i++) {
      if (!parts[i].equals(literal.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the pattern is the name of one file: it is an error when that is missing. */
  boolean namesOne() {
    return !pattern.isEmpty() && literal.size() == pattern.split("/", -1).length;
  }

  /** What {@code --parents} names; empty without it. */
  String pattern() {
    return pattern;
  }
}
