package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Dockerfile.Stage;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.InstructionText;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.text.GoQuote;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Rules for a Dockerfile as a whole, which neither arguments nor base images change. */
record FileRules(Dockerfile dockerfile, Findings findings) {
  private static final Set<String> RESERVED = Set.of("context", "scratch");

  void check(Map<String, String> predefined) {
    stageNames();
    casing();
    defaultArguments(predefined);
  }

  private void stageNames() {
    var seen = new HashSet<String>();
    for (Stage stage : dockerfile.stages()) {
      String name = stage.from().name();
      if (name == null) {
        continue;
      }
      if (RESERVED.contains(name)) {
        findings.report(Rule.RESERVED_STAGE_NAME, stage.from().range(), GoQuote.quote(name));
      }
      if (!seen.add(name)) {
        findings.report(Rule.DUPLICATE_STAGE_NAME, stage.from().range(), GoQuote.quote(name));
      }
    }
  }

  /** ARG before the first FROM does not count. */
  private void casing() {
    List<Instruction> all =
        dockerfile.stages().stream()
            .flatMap(stage -> Stream.concat(Stream.of(stage.from()), stage.instructions().stream()))
            .toList();
    long lower = all.stream().filter(i -> Casing.of(keyword(i)) == Casing.LOWER).count();
    long upper = all.stream().filter(i -> Casing.of(keyword(i)) == Casing.UPPER).count();
    boolean mostLower = lower > upper;
    for (Instruction instruction : all) {
      String keyword = keyword(instruction);
      String right =
          mostLower ? keyword.toLowerCase(Locale.ROOT) : keyword.toUpperCase(Locale.ROOT);
      if (!keyword.equals(right)) {
        findings.report(
            Rule.CONSISTENT_INSTRUCTION_CASING,
            instruction.range(),
            keyword,
            mostLower ? "lowercase" : "uppercase");
      }
    }
  }

  private String keyword(Instruction instruction) {
    return InstructionText.of(instruction, dockerfile.escape()).keyword();
  }

  /** Each FROM has to name an image without any argument of the command line. */
  private void defaultArguments(Map<String, String> predefined) {
    var expander = new Expander(dockerfile.escape());
    try {
      GlobalArguments defaults = GlobalArguments.of(dockerfile, predefined, Map.of());
      for (Stage stage : dockerfile.stages()) {
        String written = stage.from().image();
        if (!isReference(expander.expand(written, defaults.values()::get))) {
          findings.report(Rule.INVALID_DEFAULT_ARG_IN_FROM, stage.from().range(), written);
        }
      }
    } catch (JdockException e) {
      // What cannot be expanded at all fails the build a moment later, with its place.
    }
  }

  private static boolean isReference(String name) {
    try {
      Reference _ = Reference.parse(name);
      return true;
    } catch (JdockException e) {
      return false;
    }
  }
}
