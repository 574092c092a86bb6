package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.InstructionText;
import java.util.List;
import java.util.Locale;

/** Rules for one instruction by itself, as it is written. */
final class InstructionRules {
  private InstructionRules() {}

  static void check(
      Instruction instruction, InstructionText text, List<String> comments, Findings findings) {
    switch (instruction) {
      case Instruction.Maintainer m -> findings.report(Rule.MAINTAINER_DEPRECATED, m.range());
      case Instruction.From from -> {
        casing(from, text, findings);
        if (from.name() != null) {
          description("FROM", List.of(from.name()), from, comments, findings);
        }
      }
      case Instruction.Arg arg -> {
        List<String> names = arg.definitions().stream().map(Instruction.Definition::name).toList();
        description("ARG", names, arg, comments, findings);
      }
      default -> {
        // What the others are is looked at where their stage is.
      }
    }
  }

  private static void casing(Instruction.From from, InstructionText text, Findings findings) {
    List<String> words = text.words();
    if (words.size() != 3) {
      return;
    }
    String name = words.get(2);
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      findings.report(Rule.STAGE_NAME_CASING, from.range(), name);
    }
    String keyword = text.keyword();
    String as = words.get(1);
    // A keyword of both cases is another rule's.
    boolean matches =
        switch (Casing.of(keyword)) {
          case LOWER -> as.equals(as.toLowerCase(Locale.ROOT));
          case UPPER -> as.equals(as.toUpperCase(Locale.ROOT));
          case MIXED -> true;
        };
    if (!matches) {
      findings.report(Rule.FROM_AS_CASING, from.range(), as, keyword);
    }
  }

  /** The last comment before a stage or an argument should say what it is. */
  private static void description(
      String keyword,
      List<String> names,
      Instruction instruction,
      List<String> comments,
      Findings findings) {
    if (comments.isEmpty() || names.contains(comments.getLast().split(" ", 2)[0])) {
      return;
    }
    String example = names.size() == 1 ? names.getFirst() : "<arg_key>";
    findings.report(Rule.INVALID_DEFINITION_DESCRIPTION, instruction.range(), keyword, example);
  }
}
