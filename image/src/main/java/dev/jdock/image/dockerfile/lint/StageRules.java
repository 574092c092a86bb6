package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.InstructionText;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.text.GoQuote;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules for the instructions of one stage, variables replaced. */
final class StageRules {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)"
              + "(?:_|$)");
  private static final Pattern NO_SECRET = Pattern.compile("(?i)(?:_|^)public(?:_|$)");

  /** Instructions of which only the last counts. */
  private enum Single {
    CMD,
    ENTRYPOINT,
    HEALTHCHECK
  }

  private final Predicate<String> ignored;
  private final Map<Single, SourceRange> given = new EnumMap<>(Single.class);
  private boolean workdirGiven;

  /**
   * @param ignored whether {@code .dockerignore} excludes a path
   * @param workdirGiven whether the stage it is made on has a WORKDIR
   */
  StageRules(Predicate<String> ignored, boolean workdirGiven) {
    this.ignored = ignored;
    this.workdirGiven = workdirGiven;
  }

  boolean workdirGiven() {
    return workdirGiven;
  }

  /**
   * @param instruction with variables replaced
   * @param shell of the image so far; null for the default
   */
  void check(
      Instruction instruction,
      InstructionText text,
      @Nullable List<String> shell,
      Findings findings) {
    SourceRange range = instruction.range();
    String keyword = text.keyword();
    switch (instruction) {
      case Instruction.Env env -> {
        legacy(range, text, findings);
        env.pairs().forEach(pair -> secret("ENV", pair.name(), range, findings));
      }
      case Instruction.Label _ -> legacy(range, text, findings);
      case Instruction.Workdir workdir -> {
        if (!workdirGiven && !workdir.path().startsWith("/")) {
          findings.report(Rule.WORKDIR_RELATIVE_PATH, range, GoQuote.quote(workdir.path()));
        }
        workdirGiven = true;
      }
      case Instruction.Cmd cmd -> {
        once(Single.CMD, range, keyword, findings);
        json(cmd.command(), range, keyword, shell, findings);
      }
      case Instruction.Entrypoint entrypoint -> {
        once(Single.ENTRYPOINT, range, keyword, findings);
        json(entrypoint.command(), range, keyword, shell, findings);
      }
      case Instruction.Healthcheck _ -> once(Single.HEALTHCHECK, range, keyword, findings);
      case Instruction.Expose expose -> expose.ports().forEach(port -> port(port, range, findings));
      case Instruction.Copy copy -> {
        if (copy.from().isEmpty()) {
          copy.transfer().sources().forEach(source -> copied("Copy", source, range, findings));
        }
      }
      case Instruction.Add add ->
          add.transfer().sources().stream()
              .filter(source -> !isRemote(source))
              .forEach(source -> copied("Add", source, range, findings));
      case Instruction.From _,
          Instruction.Arg _,
          Instruction.Run _,
          Instruction.Volume _,
          Instruction.User _,
          Instruction.Shell _,
          Instruction.StopSignal _,
          Instruction.Onbuild _,
          Instruction.Maintainer _ -> {
        // No rule for these, or one that another class has.
      }
    }
  }

  static void secret(String keyword, String name, SourceRange range, Findings findings) {
    if (SECRET.matcher(name).find() && !NO_SECRET.matcher(name).find()) {
      findings.report(Rule.SECRETS_USED_IN_ARG_OR_ENV, range, keyword, GoQuote.quote(name));
    }
  }

  private static void legacy(SourceRange range, InstructionText text, Findings findings) {
    if (text.legacyPair()) {
      findings.report(Rule.LEGACY_KEY_VALUE_FORMAT, range, text.keyword());
    }
  }

  /** The one that does not count any more is shown, not the one that counts. */
  private void once(Single single, SourceRange range, String keyword, Findings findings) {
    SourceRange earlier = given.put(single, range);
    if (earlier != null) {
      findings.report(Rule.MULTIPLE_INSTRUCTIONS_DISALLOWED, earlier, keyword);
    }
  }

  /** Who sets a SHELL wants one. */
  private static void json(
      Instruction.CommandLine command,
      SourceRange range,
      String keyword,
      @Nullable List<String> shell,
      Findings findings) {
    if (command.shellForm() && (shell == null || shell.isEmpty())) {
      findings.report(Rule.JSON_ARGS_RECOMMENDED, range, keyword);
    }
  }

  private static void port(String port, SourceRange range, Findings findings) {
    String container = port.substring(port.lastIndexOf(':') + 1);
    String protocol = container.substring(container.indexOf('/') + 1);
    if (container.contains("/") && !protocol.equals(protocol.toLowerCase(Locale.ROOT))) {
      findings.report(Rule.EXPOSE_PROTO_CASING, range, port);
    }
    if (port.length() > container.length() + 1) {
      findings.report(Rule.EXPOSE_INVALID_FORMAT, range, port);
    }
  }

  private void copied(String verb, String source, SourceRange range, Findings findings) {
    String path = source.replaceFirst("^(?:\\.?/+)+", "").replaceFirst("/+$", "");
    // The context itself is never left out.
    if (!path.isEmpty() && !path.equals(".") && ignored.test(path)) {
      findings.report(Rule.COPY_IGNORED_FILE, range, verb, GoQuote.quote(path));
    }
  }

  private static boolean isRemote(String source) {
    return source.matches("(?i)(?:https?|git|ssh)://.*|git@.*");
  }
}
