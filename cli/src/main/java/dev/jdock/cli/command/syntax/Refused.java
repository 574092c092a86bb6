package dev.jdock.cli.command.syntax;

import dev.jdock.cli.Invocation;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** A command of Docker's that makes no sense with jdock: says why, and does nothing. */
@Command(description = "Not with jdock: says why", hidden = true)
public final class Refused extends Action {
  private final String reason;

  /**
   * @param reason a sentence, with the word that errors of such commands begin with
   */
  public Refused(String reason) {
    super(Arity.atLeast(0));
    this.reason = reason;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    throw CommandFailure.of(reason);
  }
}
