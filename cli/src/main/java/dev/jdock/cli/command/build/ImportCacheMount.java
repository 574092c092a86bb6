package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
    if (input.isEmpty()) {
      if (invocation.terminal().inputIsTerminal()) {
        throw CommandFailure.of("requested import from stdin, but stdin is empty");
      }
      engine.builds().importMount(argument(0), invocation.in());
      return 0;
    }
    Path file = invocation.resolve(input);
    if (Files.isDirectory(file)) {
      throw CommandFailure.of("read " + input + ": is a directory");
    }
    try (InputStream archive = Files.newInputStream(file)) {
      engine.builds().importMount(argument(0), archive);
      return 0;
    } catch (IOException e) {
      throw CommandFailure.of("open " + input + ": " + Reason.withoutFile(e));
    }
  }
}
