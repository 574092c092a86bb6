package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.ArchiveInput;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.archive.LoadProgress;
import dev.jdock.image.archive.LoadedImage;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code load}. */
@Command(description = "Load an image from a tar archive or STDIN")
public final class LoadImages extends Action {
  @Option(
      names = {"-i", "--input"},
      paramLabel = "string",
      description = "Read from tar archive file, instead of STDIN")
  private String input = "";

  @Option(
      names = "--platform",
      paramLabel = "string",
      description =
          "Load only the given platform variant. Formatted as \"os[/arch[/variant]]\" (e.g., \"linux/amd64\")")
  private @Nullable String platform;

  @Option(
      names = {"-q", "--quiet"},
      description = "Suppress the load output")
  private boolean quiet;

  public LoadImages() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ArchiveInput.read(invocation, input, "load", archive -> load(engine, invocation, archive));
    return 0;
  }

  private void load(Engine engine, Invocation invocation, InputStream archive)
      throws InterruptedException {
    List<LoadedImage> images;
    try {
      images = engine.images().load(archive, platform, progress(invocation));
    } catch (JdockException e) {
      // What went wrong in the middle of the exchange comes without the daemon's words.
      throw CommandFailure.of(e.getMessage() + "");
    }
    for (LoadedImage image : images) {
      image
          .replaced()
          .forEach((name, old) ->
              invocation
                  .out()
                  .println(
                      "The image %s already exists, renaming the old one with ID %s to empty string"
                          .formatted(name, old)));
      image.names().forEach(name -> invocation.out().println("Loaded image: " + name));
      if (image.names().isEmpty()) {
        invocation.out().println("Loaded image ID: " + image.id());
      }
    }
  }

  private LoadProgress progress(Invocation invocation) {
    return quiet || !invocation.terminal().outputIsTerminal()
        ? (path, read, size) -> {}
        : new LayerBar(invocation.out());
  }
}
