package dev.jdock.cli.command.syntax;

import dev.jdock.cli.Invocation;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** One command: a picocli-annotated object that is parsed into, and then run once. */
public abstract class Action {
  /** Name of the field of all that is no flag, and how many these may be to picocli. */
  static final String ARGUMENTS = "arguments";

  static final String ANY = "0..*";

  @Parameters(arity = ANY, hidden = true)
  private List<String> arguments = new ArrayList<>();

  private final Arity arity;
  private List<String> given = List.of();

  protected Action(Arity arity) {
    this.arity = arity;
  }

  public final Arity arity() {
    return arity;
  }

  /** The flags of the command line, by their long names. */
  protected final List<String> given() {
    return given;
  }

  final void given(List<String> flags) {
    given = flags;
  }

  protected final List<String> arguments() {
    return arguments;
  }

  protected final String argument(int index) {
    return arguments.get(index);
  }

  /** Whether flags may follow arguments; not so where the arguments hold another command. */
  public boolean flagsAnywhere() {
    return true;
  }

  /**
   * Runs the command, whose flags and arguments are set.
   *
   * @return the exit code
   * @throws CommandFailure for what was found wrong here
   * @throws dev.jdock.image.error.JdockException for what the engine refused
   */
  public abstract int run(Engine engine, Invocation invocation) throws InterruptedException;
}
