package dev.jdock.image.build.solve;

import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.plan.BuildArguments;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.dockerfile.lint.Rule;
import dev.jdock.image.dockerfile.lint.Violation;
import java.util.List;

/** What a build says of its Dockerfile without failing. */
final class BuildWarnings {
  private BuildWarnings() {}

  /** Rules of the linter that the Dockerfile breaks, with their places. */
  static void violations(BuildRequest request, List<Violation> violations) {
    SourceText source = SourceText.of(request.dockerfile().name(), request.dockerfile().content());
    for (Violation violation : violations) {
      Rule rule = violation.rule();
      request
          .progress()
          .warning(
              new BuildProgress.Warning(
                  violation.line(), rule.description(), rule.url(), source, violation.range()));
    }
  }

  /** Arguments of the command line that no instruction has asked for. */
  static void unused(BuildRequest request, BuildArguments arguments) {
    List<String> unused = arguments.unconsumed();
    if (!unused.isEmpty()) {
      request
          .progress()
          .warning(
              BuildProgress.Warning.of(
                  "[Warning] One or more build-args ["
                      + String.join(" ", unused)
                      + "] were not consumed"));
    }
  }
}
