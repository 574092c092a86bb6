package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.OutputFile;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code save}. */
@Command(description = "Save one or more images to a tar archive (streamed to STDOUT by default)")
public final class SaveImages extends Action {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "string",
      description = "Write to a file, instead of STDOUT")
  private String output = "";

  @Option(
      names = "--platform",
      paramLabel = "string",
      description =
          "Save only the given platform variant. Formatted as \"os[/arch[/variant]]\" (e.g., \"linux/amd64\")")
  private @Nullable String platform;

  public SaveImages() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    if (output.isEmpty() && invocation.terminal().outputIsTerminal()) {
      throw CommandFailure.of(
          "cowardly refusing to save to a terminal. Use the -o flag or redirect");
    }
    if (output.isEmpty()) {
      try {
        engine.images().save(arguments(), platform, invocation.out());
      } catch (InterruptedIOException e) {
        throw new InterruptedException("save");
      } catch (IOException e) {
        throw CommandFailure.of("failed to save image: " + e.getMessage());
      }
      return 0;
    }
    try (OutputFile file = OutputFile.open(invocation, output)) {
      engine.images().save(arguments(), platform, file.stream());
      file.keep();
      return 0;
    } catch (InterruptedIOException e) {
      throw new InterruptedException("save");
    } catch (IOException e) {
      throw CommandFailure.of("failed to save image: " + Reason.withoutFile(e));
    }
  }
}
