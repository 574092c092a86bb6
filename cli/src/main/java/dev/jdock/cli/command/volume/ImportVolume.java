package dev.jdock.cli.command.volume;

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
  public int run(Engine engine, Invocation invocation) {
    if (input.isEmpty()) {
      if (invocation.terminal().inputIsTerminal()) {
        throw CommandFailure.of(
            "cowardly refusing to read an archive from a terminal. Use the -i flag or redirect");
      }
      return read(engine, invocation, invocation.in());
    }
    Path file = invocation.resolve(input);
    if (Files.isDirectory(file)) {
      throw CommandFailure.of("read " + input + ": is a directory");
    }
    try (InputStream archive = Files.newInputStream(file)) {
      return read(engine, invocation, archive);
    } catch (IOException e) {
      throw CommandFailure.of("open " + input + ": " + Reason.withoutFile(e));
    }
  }

  private int read(Engine engine, Invocation invocation, InputStream archive) {
    invocation.out().println(engine.volumes().importArchive(argument(0), archive).name());
    return 0;
  }
}
