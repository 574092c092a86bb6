package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.TransferDisplay;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.transfer.PushRequest;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code push}. */
@Command(description = "Upload an image to a registry")
public final class PushImage extends Action {
  @Option(
      names = {"-a", "--all-tags"},
      description = "Push all tags of the repository")
  private boolean allTags;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but the name")
  private boolean quiet;

  @Option(names = "--disable-content-trust", description = "Skip image signing (default true)")
  private boolean disableContentTrust = true;

  public PushImage() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ContentTrust.refuse(disableContentTrust);
    Reference reference = Names.ofTransfer(invocation, argument(0), allTags, quiet);
    try (TransferDisplay display = TransferDisplay.of(invocation, quiet)) {
      engine
          .images()
          .push(new PushRequest(reference, allTags, null, UserAccess.of(invocation)), display);
    } catch (JdockException e) {
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    }
    if (quiet) {
      invocation.out().println(allTags ? reference.name() : reference.toString());
    }
    return 0;
  }
}
