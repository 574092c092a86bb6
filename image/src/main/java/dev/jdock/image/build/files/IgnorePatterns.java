package dev.jdock.image.build.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.PathMatch;
import dev.jdock.image.text.Wildcards;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The patterns of a {@code .dockerignore}: Go's filepath.Match with {@code **}, {@code !} for
 * exceptions, the last match winning.
 */
public final class IgnorePatterns {
  private record Rule(Wildcards pattern, boolean exception) {}

  private final List<Rule> rules = new ArrayList<>();
  private boolean exceptions;

  private IgnorePatterns() {}

  public static IgnorePatterns none() {
    return new IgnorePatterns();
  }

  /**
   * Reads a file's lines; {@code #} in the first column is a comment.
   *
   * @throws JdockException for a pattern that is none
   */
  public static IgnorePatterns parse(byte[] content) {
    var result = new IgnorePatterns();
    String text = new String(content, StandardCharsets.UTF_8);
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (String line : bare.split("\n", -1)) {
      if (!line.startsWith("#")) {
        result.add(line.strip());
      }
    }
    return result;
  }

  /**
   * Patterns that come one by one.
   *
   * @throws JdockException for a pattern that is none
   */
  static IgnorePatterns of(List<String> patterns) {
    var result = new IgnorePatterns();
    patterns.forEach(pattern -> result.add(pattern.strip()));
    return result;
  }

  private void add(String line) {
    boolean exception = line.startsWith("!");
    String pattern = exception ? line.substring(1).strip() : line;
    if (line.isEmpty()) {
      return;
    }
    if (exception && pattern.isEmpty()) {
      throw JdockException.invalid("illegal exclusion pattern: \"!\"");
    }
    String clean = clean(pattern);
    if (clean.isEmpty()) {
      // "/" and "." mean the folder itself, which no path inside matches.
      return;
    }
    exceptions |= exception;
    rules.add(new Rule(compiled(clean), exception));
  }

  private static Wildcards compiled(String pattern) {
    try {
      return PathMatch.withDoubleStar(pattern);
    } catch (JdockException e) {
      throw new JdockException(e.kind(), e.getMessage() + " \"" + pattern + "\"", e);
    }
  }

  /** Slashes at both ends and {@code .} and {@code ..} components go, as with filepath.Clean. */
  private static String clean(String pattern) {
    var parts = new ArrayList<String>();
    for (String part : pattern.split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /** Whether something below an excluded folder may be included again. */
  public boolean hasExceptions() {
    return exceptions;
  }

  /** Whether nothing is excluded at all. */
  boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * @param path relative to the context, without a leading slash
   */
  public boolean excludes(String path) {
    boolean excluded = false;
    for (Rule rule : rules) {
      if (rule.exception() == excluded && matchesPathOrParent(rule.pattern(), path)) {
        excluded = !rule.exception();
      }
    }
    return excluded;
  }

  private static boolean matchesPathOrParent(Wildcards pattern, String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (pattern.matches(path.substring(0, end))) {
        return true;
      }
    }
    return false;
  }
}
