package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Directives.SyntaxError;
import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A parsed Dockerfile.
 *
 * @param source its text, for messages
 * @param escape character that escapes and continues lines
 * @param globalArguments ARG instructions before the first FROM
 * @param stages in order, at least one
 * @param checks what it says about the rules for Dockerfiles
 */
public record Dockerfile(
    SourceText source,
    char escape,
    List<Instruction.Arg> globalArguments,
    List<Stage> stages,
    Checks checks) {

  /** The instructions that {@code import --change} and {@code commit --change} take. */
  private static final Set<String> CHANGES =
      Set.of(
          "cmd",
          "entrypoint",
          "healthcheck",
          "env",
          "expose",
          "label",
          "onbuild",
          "stopsignal",
          "user",
          "volume",
          "workdir");

  /** A FROM and what follows it. */
  public record Stage(Instruction.From from, List<Instruction> instructions) {}

  /**
   * Whether files come from nowhere but one stage and its context. BuildKit takes what mounts and
   * COPY --from name for further stages.
   */
  public boolean readsOneStage() {
    return stages.size() == 1
        && stages.getFirst().instructions().stream().noneMatch(Dockerfile::readsOthers);
  }

  private static boolean readsOthers(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Run run -> !run.mounts().isEmpty();
      case Instruction.Copy copy -> !copy.from().isEmpty();
      default -> false;
    };
  }

  /** Hears what has been read of a Dockerfile, before a fault as well as without one. */
  public interface Observer {

    /**
     * All lines are instructions by their form.
     *
     * @param emptyContinuations last lines of instructions with empty lines in them
     */
    void began(char escape, Checks checks, List<Integer> emptyContinuations);

    /** The next instruction has been understood. */
    void read(Instruction instruction);
  }

  public static final Observer NOBODY =
      new Observer() {
        @Override
        public void began(char escape, Checks checks, List<Integer> emptyContinuations) {}

        @Override
        public void read(Instruction instruction) {}
      };

  /**
   * Reads a whole Dockerfile.
   *
   * @param name as the user knows the file
   * @throws DockerfileException at the first fault
   */
  public static Dockerfile parse(String name, byte[] content) {
    return parse(name, content, "", NOBODY);
  }

  /**
   * Reads a whole Dockerfile.
   *
   * @param name as the user knows the file
   * @param frontend that the caller wants, whatever the file says; empty for the file's
   * @param observer is notified of what is read
   * @throws DockerfileException at the first fault
   */
  public static Dockerfile parse(String name, byte[] content, String frontend, Observer observer) {
    SourceText source = SourceText.of(name, content);
    String chosen = frontend.strip();
    if (!chosen.isEmpty()) {
      requireBuiltIn(chosen);
    }
    if (content.length == 0) {
      throw new DockerfileException("the Dockerfile cannot be empty", "");
    }
    var reader = new StatementReader(source, new Directives(!chosen.isEmpty()));
    if (chosen.isEmpty()) {
      // A file for another frontend need not have the form of a Dockerfile.
      Frontend.named(source.text()).ifPresent(named -> requireBuiltIn(source, named));
    }
    List<Statement> statements = reader.read();
    Directives directives = reader.directives();
    observer.began(directives.escape(), directives.checks(), reader.emptyContinuations());
    var globals = new ArrayList<Instruction.Arg>();
    var stages = new ArrayList<Stage>();
    for (Statement statement : statements) {
      Instruction instruction = instruction(source, statement);
      observer.read(instruction);
      if (instruction instanceof Instruction.From from) {
        stages.add(new Stage(from, new ArrayList<>()));
      } else if (!stages.isEmpty()) {
        stages.getLast().instructions().add(instruction);
      } else if (instruction instanceof Instruction.Arg arg) {
        globals.add(arg);
      } else {
        throw source.invalid(statement.range(), "no build stage in current context");
      }
    }
    if (stages.isEmpty()) {
      throw new DockerfileException("dockerfile contains no stages to build", "");
    }
    return new Dockerfile(source, directives.escape(), globals, stages, directives.checks());
  }

  /**
   * Refuses a frontend that the caller names, as {@code # syntax=} does.
   *
   * @throws DockerfileException for all that are not built in
   */
  public static void requireBuiltIn(String frontend) {
    String refusal = Frontend.refusal(frontend);
    if (!refusal.isEmpty()) {
      throw new DockerfileException(refusal, "");
    }
  }

  private static void requireBuiltIn(SourceText source, Frontend.Named named) {
    String refusal = Frontend.refusal(named.frontend());
    if (!refusal.isEmpty()) {
      throw source.invalid(new SourceRange(named.line(), named.line()), refusal);
    }
  }

  private static Instruction instruction(SourceText source, Statement statement) {
    try {
      return InstructionParser.parse(statement);
    } catch (SyntaxError e) {
      int line = statement.range().start();
      throw source.invalid(
          statement.range(), "dockerfile parse error on line " + line + ": " + e.text());
    }
  }

  /**
   * Reads the trigger of an ONBUILD.
   *
   * @param place the FROM that brought it
   * @throws DockerfileException when it is no single instruction
   */
  public static Instruction parseTrigger(SourceText source, SourceRange place, String expression) {
    try {
      List<Statement> statements =
          new StatementReader(new SourceText("ONBUILD", expression)).read();
      if (statements.size() != 1) {
        throw new SyntaxError("onbuild trigger should be a single expression");
      }
      Statement statement = statements.getFirst();
      return InstructionParser.parse(statement.with(place, statement.heredocs()));
    } catch (SyntaxError e) {
      throw source.invalid(place, e.text());
    } catch (DockerfileException e) {
      throw source.invalid(place, e.reason());
    }
  }

  /**
   * Reads the instructions of {@code --change} flags.
   *
   * @throws JdockException for anything that is no instruction on an image's configuration
   */
  public static List<Instruction> parseChanges(List<String> changes) {
    var result = new ArrayList<Instruction>();
    for (String change : changes) {
      var source = SourceText.of("change", change.getBytes(StandardCharsets.UTF_8));
      try {
        for (Statement statement : new StatementReader(source).read()) {
          if (!CHANGES.contains(statement.lowerKeyword())) {
            throw JdockException.invalid(
                statement.keyword().toUpperCase(Locale.ROOT) + " is not a valid change command");
          }
          result.add(InstructionParser.parse(statement));
        }
      } catch (SyntaxError e) {
        throw JdockException.invalid(e.text());
      } catch (DockerfileException e) {
        throw JdockException.invalid(e.reason());
      }
    }
    return result;
  }
}
