package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.ArchiveInput;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code builder cache import}. */
@Command(description = "Fill a cache mount with the files of a tar archive")
public final class ImportCacheMount extends Action {
  @Option(
      names = {"-i", "--input"},
      paramLabel = "string",
      description = "Read from tar archive file, instead of STDIN")
  private String input = "";

  public ImportCacheMount() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ArchiveInput.read(
        invocation, input, "import", archive -> engine.builds().importMount(argument(0), archive));
    return 0;
  }
}
