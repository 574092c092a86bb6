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
    String text = argument(0);
    Reference reference = Names.parse(text);
    boolean named = Names.hasTagOrDigest(text);
    if (allTags && named) {
      throw CommandFailure.of("tag can't be used with --all-tags/-a");
    }
    if (!allTags && !named && !quiet) {
      invocation.out().println("Using default tag: " + Reference.DEFAULT_TAG);
      invocation.out().flush();
    }
    if (reference.digest() != null) {
      throw CommandFailure.of("cannot push a digest reference");
    }
    try (TransferDisplay display = display(invocation)) {
      engine.images().push(new PushRequest(reference, allTags, UserAccess.of(invocation)), display);
    } catch (JdockException e) {
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    }
    if (quiet) {
      invocation.out().println(allTags ? reference.name() : reference.toString());
    }
    return 0;
  }

  private TransferDisplay display(Invocation invocation) {
    return quiet
        ? TransferDisplay.quiet()
        : TransferDisplay.of(
            invocation.out(), invocation.terminal(), invocation.terminal().outputIsTerminal());
  }
}
