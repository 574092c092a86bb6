package dev.jdock.cli.command.registry;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.image.text.ReindentedJson;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code manifest inspect}, of lists that are here and of what a registry has. */
@Command(description = "Display an image manifest, or manifest list")
public final class InspectManifest extends ManifestAction {
  private static final String TAB = "\t";

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
  void perform(Engine engine, Invocation invocation) throws IOException {
    Reference name = Reference.parse(argument(arguments().size() - 1));
    if (arguments().size() > 1) {
      showMember(invocation, Reference.parse(argument(0)), name);
      return;
    }
    List<NamedManifest> local = LocalManifestLists.of(invocation).read(name);
    if (!local.isEmpty()) {
      showList(invocation, name, local);
      return;
    }
    ManifestReader reader = new ManifestReader(open(engine, invocation, name, insecure), name);
    showRemote(invocation, reader, reader.read());
  }

  private void showMember(Invocation invocation, Reference list, Reference name) {
    NamedManifest found =
        LocalManifestLists.of(invocation)
            .find(list, name)
            .orElseThrow(() -> LocalManifestLists.noSuch(name));
    print(invocation, verbose ? found.text() : text(found.manifest().bytes()));
  }

  private void showList(Invocation invocation, Reference name, List<NamedManifest> manifests) {
    if (verbose) {
      print(invocation, NamedManifest.text(manifests));
      return;
    }
    try {
      invocation.out().println(text(ManifestList.of(name, manifests).bytes()));
    } catch (JdockException e) {
      throw JdockException.invalid("failed to assemble ManifestDescriptor: " + e.getMessage());
    }
  }

  private void showRemote(Invocation invocation, ManifestReader reader, RemoteManifest found)
      throws IOException {
    if (found.isIndex()) {
      if (verbose) {
        print(invocation, NamedManifest.text(reader.namedMembers(found)));
      } else {
        invocation.out().println(text(ManifestList.of(found).bytes()));
      }
    } else {
      print(invocation, verbose ? reader.named(found).text() : text(found.bytes()));
    }
  }

  private static void print(Invocation invocation, String json) {
    ReindentedJson.write(invocation.out(), json, TAB);
    invocation.out().println();
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
