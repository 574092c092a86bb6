package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code builder diff}. */
@Command(description = "Show why the steps of one build are not those of another")
public final class DiffBuilds extends Action {
  public DiffBuilds() {
    super(Arity.exactly(2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    List<String> differences = engine.builds().compare(argument(0), argument(1));
    differences.forEach(invocation.out()::println);
    return 0;
  }
}
