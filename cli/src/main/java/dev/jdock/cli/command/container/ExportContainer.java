package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.ArchiveOutput;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export}. */
@Command(description = "Export a container's filesystem as a tar archive")
public final class ExportContainer extends Action {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "string",
      description = "Write to a file instead of standard output")
  private String output = "";

  public ExportContainer() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ArchiveOutput.write(
        invocation,
        output,
        "failed to export container",
        archive -> engine.containers().export(argument(0), archive));
    return 0;
  }
}
