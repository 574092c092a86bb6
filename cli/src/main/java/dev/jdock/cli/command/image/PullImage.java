package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.NotedTransfer;
import dev.jdock.cli.command.output.TransferDisplay;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.ShortNames;
import dev.jdock.image.transfer.PullRequest;
import dev.jdock.runtime.engine.Engine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pull}. */
@Command(description = "Download an image from a registry")
public final class PullImage extends Action {
  @Option(
      names = {"-a", "--all-tags"},
      description = "Download all tagged images of the repository")
  private boolean allTags;

  @Option(
      names = "--platform",
      paramLabel = "string",
      description = "Platform of the image (os/arch[/variant])")
  private @Nullable String platform;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but the name")
  private boolean quiet;

  @Option(names = "--disable-content-trust", description = "Skip image verification (default true)")
  private boolean disableContentTrust = true;

  public PullImage() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ContentTrust.refuse(disableContentTrust);
    Reference reference = Names.ofTransfer(invocation, argument(0), allTags, quiet);
    try (TransferDisplay display = TransferDisplay.of(invocation, quiet)) {
      try {
        reference =
            engine
                .images()
                .pull(
                    new PullRequest(
                        reference,
                        allTags,
                        platform == null || platform.isEmpty() ? null : platform,
                        UserAccess.of(invocation),
                        ShortNames.isShort(argument(0))),
                    new NotedTransfer(display, invocation.err()));
      } catch (JdockException e) {
        // Docker's daemon cannot change its answer once it has begun to tell.
        throw CommandFailure.of(
            display.begun() ? String.valueOf(e.getMessage()) : EachArgument.message(e));
      }
    }
    invocation.out().println(allTags ? reference.name() : reference.toString());
    return 0;
  }
}
