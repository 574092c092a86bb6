package dev.jdock.cli.command.registry;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.transfer.RemoteCopy;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code manifest push}. */
@Command(description = "Push a manifest list to a repository")
public final class PushManifestList extends ManifestAction {
  @Option(names = "--insecure", description = "Allow push to an insecure registry")
  private boolean insecure;

  @Option(
      names = {"-p", "--purge"},
      description = "Remove the local manifest list after push")
  private boolean purge;

  public PushManifestList() {
    super(Arity.exactly(1));
  }

  @Override
  void perform(Engine engine, Invocation invocation) throws IOException {
    Reference name = Reference.parse(argument(0));
    LocalManifestLists lists = LocalManifestLists.of(invocation);
    List<NamedManifest> manifests = lists.require(name);
    manifests.forEach(PushManifestList::requirePlatform);
    ManifestList list = ManifestList.of(name, manifests);
    RemoteRepository to = open(engine, invocation, name, insecure);
    for (NamedManifest each : manifests) {
      if (!each.name().repository().equals(name.repository())) {
        copy(engine, invocation, each, to);
      }
    }
    Descriptor pushed = to.putManifest(name.tagOrDigest(), list.mediaType(), list.bytes());
    invocation.out().println(pushed.digest());
    if (purge) {
      lists.remove(name);
    }
  }

  private static void requirePlatform(NamedManifest manifest) {
    if (manifest.os().isEmpty() || manifest.architecture().isEmpty()) {
      throw JdockException.invalid(
          "manifest "
              + manifest.name()
              + " must have an OS and Architecture to be pushed to a registry");
    }
  }

  /** Registries take a list only after all that it names is in its repository. */
  private void copy(
      Engine engine, Invocation invocation, NamedManifest manifest, RemoteRepository to)
      throws IOException {
    RemoteRepository from = open(engine, invocation, manifest.name(), insecure);
    new RemoteCopy(to).copy(from, manifest.manifest());
    Descriptor copied = manifest.manifest().descriptor();
    invocation
        .out()
        .println(
            "Pushed ref "
                + to.name().name()
                + "@"
                + copied.digest()
                + " with digest: "
                + copied.digest());
    invocation.out().flush();
  }
}
