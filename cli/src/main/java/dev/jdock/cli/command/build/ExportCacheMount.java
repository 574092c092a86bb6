package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.container.UserOutput;
import dev.jdock.cli.command.output.OutputFile;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
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
    if (output.isEmpty()) {
      if (invocation.terminal().outputIsTerminal()) {
        throw CommandFailure.of(
            "cowardly refusing to save to a terminal. Use the -o flag or redirect");
      }
      engine.builds().exportMount(argument(0), new UserOutput(invocation.out()));
      return 0;
    }
    try (OutputFile file = OutputFile.open(invocation, output)) {
      engine.builds().exportMount(argument(0), file.stream());
      file.keep();
      return 0;
    } catch (IOException e) {
      throw CommandFailure.of("failed to export cache mount: " + Reason.withoutFile(e));
    }
  }
}
