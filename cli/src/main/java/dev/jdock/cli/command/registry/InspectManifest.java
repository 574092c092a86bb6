package dev.jdock.cli.command.registry;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.image.text.ReindentedJson;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code manifest inspect}, of what a registry has. */
@Command(description = "Display an image manifest, or manifest list")
public final class InspectManifest extends Action {
  private static final String TAB = "\t";

  /** The Go library that Docker writes lists with indents them so. */
  private static final String THREE_BLANKS = "   ";

  @Option(names = "--insecure", description = "Allow communication with an insecure registry")
  private boolean insecure;

  @Option(
      names = {"-v", "--verbose"},
      description = "Output additional info including layers and platform")
  private boolean verbose;

  public InspectManifest() {
    super(Arity.between(1, 2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    if (arguments().size() > 1) {
      throw CommandFailure.of(
          "there are no local manifest lists: name MANIFEST alone, as the registry has it");
    }
    try {
      Reference name = Reference.parse(argument(0));
      Access access =
          new Access(DockerConfig.of(invocation).credentials(), invocation.environment());
      show(invocation, engine.registries().open(name, insecure, access), name);
      return 0;
    } catch (JdockException e) {
      // Docker's client asks registries itself: no daemon is to be blamed.
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandFailure.of("cannot read from the registry: " + e.getMessage());
    }
  }

  private void show(Invocation invocation, RemoteRepository remote, Reference name)
      throws IOException {
    RemoteManifest found = manifest(remote, name);
    boolean index = ManifestDocument.isIndex(found);
    String text;
    if (verbose) {
      ManifestDocument document = new ManifestDocument(remote, name);
      text = index ? document.ofMembers(found) : document.of(found);
    } else {
      text =
          index ? ManifestDocument.list(found) : new String(found.bytes(), StandardCharsets.UTF_8);
    }
    ReindentedJson.write(invocation.out(), text, index && !verbose ? THREE_BLANKS : TAB);
    invocation.out().println();
  }

  private static RemoteManifest manifest(RemoteRepository remote, Reference name) {
    try {
      return remote.manifest(
          name.digest() == null ? String.valueOf(name.tag()) : name.digest().toString());
    } catch (JdockException e) {
      // A registry that hides what is not for everybody says neither yes nor no.
      boolean hidden = String.valueOf(e.getMessage()).startsWith("pull access denied");
      if (e.kind() == JdockException.Kind.NOT_FOUND && !hidden) {
        throw new JdockException(e.kind(), "no such manifest: " + name, e);
      }
      throw e;
    }
  }
}
