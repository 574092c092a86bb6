package dev.jdock.cli.command.registry;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code manifest create}. */
@Command(description = "Create a local manifest list for annotating and pushing to a registry")
public final class CreateManifestList extends ManifestAction {
  @Option(
      names = {"-a", "--amend"},
      description = "Amend an existing manifest list")
  private boolean amend;

  @Option(names = "--insecure", description = "Allow communication with an insecure registry")
  private boolean insecure;

  public CreateManifestList() {
    super(Arity.atLeast(2));
  }

  @Override
  void perform(Engine engine, Invocation invocation) throws IOException {
    Reference list = parse(argument(0), "error parsing name for manifest list");
    LocalManifestLists lists = LocalManifestLists.of(invocation);
    if (!amend && lists.has(list)) {
      throw JdockException.conflict(
          "refusing to amend an existing manifest list with no --amend flag");
    }
    for (String argument : arguments().subList(1, arguments().size())) {
      Reference name = Reference.parse(argument);
      // What has been said of one that is there stays said.
      Optional<NamedManifest> known = lists.find(list, name);
      lists.save(list, known.isPresent() ? known.get() : fetch(engine, invocation, name));
    }
    invocation.out().println("Created manifest list " + list);
  }

  private NamedManifest fetch(Engine engine, Invocation invocation, Reference name)
      throws IOException {
    return new ManifestReader(open(engine, invocation, name, insecure), name).image();
  }
}
