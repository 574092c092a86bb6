package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.Checks;
import dev.jdock.image.dockerfile.SourceRange;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes violations in, and passes on those that are asked for.
 *
 * @param checks which rules count
 * @param heard gets each that counts, as it is found
 */
record Findings(Checks checks, Consumer<Violation> heard) {

  /** The same for an instruction with a comment of its own on which rules count. */
  Findings at(List<String> comments) {
    return new Findings(checks.with(comments), heard);
  }

  void report(Rule rule, SourceRange range, Object... parts) {
    boolean counts =
        rule.experimental() ? checks.asksFor(rule.label()) : checks.reports(rule.label());
    if (counts) {
      heard.accept(new Violation(rule, rule.message(parts), range));
    }
  }
}
