package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.Suggestion;
import dev.jdock.image.text.GoQuote;
import java.util.Arrays;
import java.util.Set;

/** Rules for the variables of a FROM. */
record FromRules(GlobalArguments arguments, Expander expander, Findings findings) {
  private static final String TARGET = "TARGETPLATFORM";

  /**
   * @return whether the build can go on to the next stage
   * @throws dev.jdock.image.error.JdockException for a word that cannot be expanded
   */
  boolean check(Instruction.From from) {
    SourceRange range = from.range();
    Variables image =
        Variables.expand(
            expander, from.image(), arguments.values(), names -> undeclared(names, range));
    if (image.result().isEmpty()) {
      return false;
    }
    String platform = from.platform();
    return platform == null || checkPlatform(from, platform);
  }

  private boolean checkPlatform(Instruction.From from, String written) {
    SourceRange range = from.range();
    Variables platform =
        Variables.expand(expander, written, arguments.values(), names -> undeclared(names, range));
    if (platform.matched().equals(Set.of(TARGET))
        && platform.unmatched().isEmpty()
        && platform.result().equals(arguments.values().get(TARGET))) {
      findings.report(Rule.REDUNDANT_TARGET_PLATFORM, range, written);
    }
    boolean constant = platform.matched().isEmpty() && platform.unmatched().isEmpty();
    if (constant && !isNamedAfter(from.name() == null ? "" : from.name(), platform.result())) {
      findings.report(
          Rule.FROM_PLATFORM_FLAG_CONST_DISALLOWED, range, GoQuote.quote(platform.result()));
    }
    return !platform.result().isEmpty();
  }

  /** A stage with the system or the architecture in its name is for that platform on purpose. */
  private static boolean isNamedAfter(String stage, String platform) {
    return platform.isEmpty()
        || Arrays.stream(platform.split("/", -1)).limit(2).anyMatch(stage::contains);
  }

  private void undeclared(Set<String> names, SourceRange range) {
    for (String name : names) {
      if (!arguments.names().contains(name)) {
        findings.report(
            Rule.UNDEFINED_ARG_IN_FROM, range, name, Suggestion.ofName(name, arguments.names()));
      }
    }
  }
}
