package dev.jdock.cli.command.buildx;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** What makes no sense where the engine is the only builder: says why, and does nothing. */
@Command(description = "Not for a builder that is the engine itself", hidden = true)
public final class OneBuilder extends Action {
  private final String reason;

  /**
   * @param reason a sentence
   */
  public OneBuilder(String reason) {
    super(Arity.atLeast(0));
    this.reason = reason;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    throw CommandFailure.of("ERROR: " + reason);
  }
}
