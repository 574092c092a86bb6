package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.Checks;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.InstructionText;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rules to one Dockerfile, step by step with the build: while it is read, before its
 * base images are looked for, and before its first step.
 */
public final class DockerfileLint implements Dockerfile.Observer {
  private final Comments comments;
  private final @Nullable Checks instead;
  private final Consumer<Violation> heard;
  private final Set<String> violated = new LinkedHashSet<>();
  private final Map<SourceRange, List<String>> commentsOf = new HashMap<>();
  private Findings findings = new Findings(Checks.DEFAULT, this::add);
  private char escape = '\\';
  private int lastLine;

  /**
   * @param instead of what the Dockerfile's {@code # check=} says; null for that
   * @param heard gets each violation as it is found
   */
  public DockerfileLint(SourceText source, @Nullable Checks instead, Consumer<Violation> heard) {
    this.comments = new Comments(source);
    this.instead = instead;
    this.heard = heard;
  }

  private void add(Violation violation) {
    violated.add(violation.rule().label());
    heard.accept(violation);
  }

  @Override
  public void began(char escape, Checks checks, List<Integer> emptyContinuations) {
    this.escape = escape;
    this.findings = new Findings(instead == null ? checks : instead, this::add);
    emptyContinuations.forEach(
        line -> findings.report(Rule.NO_EMPTY_CONTINUATION, new SourceRange(line, line)));
  }

  @Override
  public void read(Instruction instruction) {
    SourceRange range = instruction.range();
    List<String> own = comments.before(range, lastLine);
    lastLine = range.end();
    commentsOf.put(range, own);
    InstructionRules.check(
        instruction, InstructionText.of(instruction, escape), own, findings.at(own));
  }

  /**
   * What can be said without arguments of the command line.
   *
   * @param predefined arguments that every build has
   */
  public void file(Dockerfile dockerfile, Map<String, String> predefined) {
    new FileRules(dockerfile, findings).check(predefined);
  }

  /**
   * What can be said of FROM, as far as the build itself comes: a word that cannot be expanded is
   * its to refuse.
   *
   * @param given arguments of the command line
   */
  public void bases(
      Dockerfile dockerfile, Map<String, String> predefined, Map<String, String> given) {
    GlobalArguments arguments = GlobalArguments.of(dockerfile, predefined, given);
    var expander = new Expander(dockerfile.escape());
    for (Dockerfile.Stage stage : dockerfile.stages()) {
      try {
        if (!new FromRules(arguments, expander, at(stage.from())).check(stage.from())) {
          return;
        }
      } catch (JdockException e) {
        return;
      }
    }
  }

  /** An image that is for another platform than the stage. */
  public void platform(Instruction.From from, String image, String expected, String actual) {
    if (!expected.equals(actual)) {
      findings.report(
          Rule.INVALID_BASE_IMAGE_PLATFORM,
          from.range(),
          image,
          GoQuote.quote(actual),
          GoQuote.quote(expected));
    }
  }

  /**
   * What can be said of all other instructions.
   *
   * @param stages those that count, each after the one it is made on
   * @throws DockerfileException for an instruction that cannot be carried out
   */
  public void stages(Dockerfile dockerfile, List<LintStage> stages, LintInput input) {
    Map<Integer, StageWalk> walks = new TreeMap<>();
    for (LintStage stage : stages) {
      var walk = new StageWalk(stage, input, dockerfile, walks.get(stage.parent()));
      walks.put(stage.index(), walk);
      stage.triggers().forEach(trigger -> walk.take(trigger, findings));
      stage.stage().instructions().forEach(i -> walk.take(i, at(i)));
    }
  }

  private Findings at(Instruction instruction) {
    return findings.at(commentsOf.getOrDefault(instruction.range(), List.of()));
  }

  /**
   * The end: a Dockerfile may ask for violations to be errors.
   *
   * @throws DockerfileException if it does, and there was any
   */
  public void requireClean() {
    if (findings.checks().error() && !violated.isEmpty()) {
      throw new DockerfileException(
          "lint violation found for rules: " + String.join(", ", violated), "");
    }
  }
}
