package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.ArchiveOutput;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
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
    ArchiveOutput.write(
        invocation,
        output,
        "failed to save image",
        archive -> engine.images().save(arguments(), platform, archive));
    return 0;
  }
}
