package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.SourceRange;

/**
 * A rule that a Dockerfile does not keep.
 *
 * @param detail what is wrong, in one line
 * @param range the lines in question
 */
public record Violation(Rule rule, String detail, SourceRange range) {

  /** As builds show it: {@code FromAsCasing: 'as' and … (line 3)}. */
  public String line() {
    return rule.label() + ": " + detail + " (line " + range.start() + ")";
  }
}
