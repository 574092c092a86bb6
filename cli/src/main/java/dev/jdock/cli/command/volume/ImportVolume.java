package dev.jdock.cli.command.volume;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.ArchiveInput;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volume import}: jdock's own. */
@Command(description = "Make a volume of a tar archive")
public final class ImportVolume extends Action {
  @Option(
      names = {"-i", "--input"},
      paramLabel = "string",
      description = "Read from a file instead of standard input")
  private String input = "";

  public ImportVolume() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ArchiveInput.read(
        invocation,
        input,
        "import",
        archive ->
            invocation.out().println(engine.volumes().importArchive(argument(0), archive).name()));
    return 0;
  }
}
