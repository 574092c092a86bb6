package dev.jdock.image.build;

import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.dockerfile.lint.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a Dockerfile.
 *
 * @param violations in the order in which they were found
 * @param failure what no build comes past; null when there is nothing
 */
public record LintResult(SourceText source, List<Violation> violations, @Nullable Failure failure) {

  /**
   * @param range lines that are to blame; null when none is
   */
  public record Failure(String message, @Nullable SourceRange range) {}
}
