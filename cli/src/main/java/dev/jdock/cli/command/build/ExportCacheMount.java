package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.ArchiveOutput;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code builder cache export}. */
@Command(description = "Export the files of a cache mount as a tar archive")
public final class ExportCacheMount extends Action {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "string",
      description = "Write to a file instead of standard output")
  private String output = "";

  public ExportCacheMount() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ArchiveOutput.write(
        invocation,
        output,
        "failed to export cache mount",
        archive -> engine.builds().exportMount(argument(0), archive));
    return 0;
  }
}
