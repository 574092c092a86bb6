package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.ConfigDraft;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Expansion;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.InstructionText;
import dev.jdock.image.dockerfile.RunMounts;
import dev.jdock.image.dockerfile.Suggestion;
import dev.jdock.image.error.JdockException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a stage as a build does, without doing anything: replaces variables, applies the
 * rules, and finds what would fail for the instructions alone.
 */
final class StageWalk {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Arguments for BuildKit itself. */
  private static final Set<String> NO_VARIABLES =
      Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  private static final Expander DOCUMENTS = Expander.forDocuments();

  private final int index;
  private final LintInput input;
  private final Dockerfile dockerfile;
  private final Expander expander;
  private final ConfigDraft config;
  private final Map<String, String> environment;
  private final Set<String> arguments;
  private final StageRules rules;

  /**
   * @param parent the stage it is made on; null for an image
   */
  StageWalk(LintStage stage, LintInput input, Dockerfile dockerfile, @Nullable StageWalk parent) {
    this.index = stage.index();
    this.input = input;
    this.dockerfile = dockerfile;
    this.expander = new Expander(dockerfile.escape());
    this.config = new ConfigDraft(parent == null ? stage.base() : parent.config.toConfig());
    if (config.variable("PATH") == null) {
      config.setVariable("PATH", PATH);
    }
    List<String> _ = config.takeTriggers();
    this.environment =
        new LinkedHashMap<>(parent == null ? config.toConfig().variables() : parent.environment);
    this.arguments = new HashSet<>(parent == null ? Set.of() : parent.arguments);
    this.rules = new StageRules(input.ignored(), parent != null && parent.rules.workdirGiven());
  }

  /**
   * @throws DockerfileException for an instruction that cannot be carried out
   */
  void take(Instruction instruction, Findings findings) {
    try {
      InstructionText text = InstructionText.of(instruction, dockerfile.escape());
      UnaryOperator<String> word = reporting(expander, instruction, findings);
      switch (instruction) {
        case Instruction.Arg arg -> declare(arg, word, findings);
        case Instruction.Run run -> run.mounts().forEach(mount -> mount(run, mount, word));
        case Instruction.Expose _ ->
            // BuildKit looks for its variables in another way, which reports none.
            apply(Expansion.of(instruction, this::expanded), text, findings);
        default ->
            apply(
                Expansion.of(instruction, word, reporting(DOCUMENTS, instruction, findings)),
                text,
                findings);
      }
    } catch (DockerfileException e) {
      throw e;
    } catch (JdockException e) {
      throw new DockerfileException(
          e.kind(),
          String.valueOf(e.getMessage()),
          dockerfile.source().excerpt(instruction.range()),
          e);
    }
  }

  private void mount(Instruction.Run run, String text, UnaryOperator<String> word) {
    var _ = RunMounts.parse(text, word);
    Map<String, String> options = RunMounts.written(text);
    options.replaceAll((_, value) -> expanded(value));
    input.watch().mount(index, run, options);
  }

  private String expanded(String word) {
    return expander.expand(word, environment::get);
  }

  private UnaryOperator<String> reporting(
      Expander words, Instruction instruction, Findings findings) {
    return word ->
        Variables.expand(words, word, environment, names -> undefined(names, instruction, findings))
            .result();
  }

  private void undefined(Set<String> names, Instruction instruction, Findings findings) {
    for (String name : names) {
      if (arguments.contains(name) || NO_VARIABLES.contains(name)) {
        continue;
      }
      String nearest = Suggestion.nearest(name, environment.keySet());
      findings.report(
          Rule.UNDEFINED_VAR,
          instruction.range(),
          name,
          nearest.isEmpty() ? "" : " (did you mean $" + nearest + "?)");
    }
  }

  private void apply(Instruction instruction, InstructionText text, Findings findings) {
    rules.check(instruction, text, config.shell(), findings);
    config.apply(instruction);
    if (instruction instanceof Instruction.Env env) {
      env.pairs().forEach(pair -> environment.put(pair.name(), pair.value()));
    }
  }

  private void declare(Instruction.Arg arg, UnaryOperator<String> word, Findings findings) {
    for (Instruction.Definition definition : arg.definitions()) {
      String name = definition.name();
      StageRules.secret("ARG", name, arg.range(), findings);
      String own = input.given().get(name);
      if (own == null && definition.value() != null) {
        own = word.apply(definition.value());
      }
      input.watch().argument(index, arg, definition, own);
      String value = own == null ? input.global().get(name) : own;
      if (value != null && !NO_VARIABLES.contains(name)) {
        environment.put(name, value);
      }
      arguments.add(name);
    }
  }
}
