package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.text.TableWriter;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.ProcessList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code top}. */
@Command(description = "Display the running processes of a container")
public final class TopContainer extends Action {
  private static final int COLUMN_WIDTH = 20;
  private static final int PADDING = 3;

  public TopContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public boolean flagsAnywhere() {
    return false;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    ProcessList list =
        engine
            .containers()
            .top(argument(0), List.copyOf(arguments().subList(1, arguments().size())));
    StringBuilder table = new StringBuilder(String.join("\t", list.titles())).append('\n');
    for (List<String> process : list.processes()) {
      table.append(String.join("\t", process)).append('\n');
    }
    invocation.out().print(new TableWriter(COLUMN_WIDTH, PADDING).align(table.toString()));
    return 0;
  }
}
