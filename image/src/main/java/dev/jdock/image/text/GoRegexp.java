package dev.jdock.image.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.jdock.image.error.JdockException;

/**
 * A regular expression of Go's syntax. Users give them to a process that serves all of them, so
 * they must not backtrack: the time of a search is linear in the length of the text.
 */
public final class GoRegexp {
  private final Pattern pattern;

  private GoRegexp(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws JdockException INVALID in Go's words: {@code error parsing regexp: missing closing ]:
   *     `[a`}
   */
  public static GoRegexp compile(String expression) {
    RegexpSize.check(expression);
    try {
      return new GoRegexp(Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      throw new JdockException(
          JdockException.Kind.INVALID,
          "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`",
          e);
    }
  }

  /** Whether any part of the text matches. */
  public boolean find(String text) {
    return pattern.matcher(text).find();
  }
}
