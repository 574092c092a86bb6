package dev.jdock.cli.command.volume;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.ArchiveOutput;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volume export}: jdock's own. */
@Command(description = "Export a volume's files as a tar archive")
public final class ExportVolume extends Action {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "string",
      description = "Write to a file instead of standard output")
  private String output = "";

  public ExportVolume() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    String name = engine.volumes().inspect(argument(0)).name();
    ArchiveOutput.write(
        invocation,
        output,
        "failed to export volume",
        archive -> engine.volumes().readArchive(name, "/.", archive));
    return 0;
  }
}
