package dev.jdock.cli.command.build;

import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.git.GitReference;
import java.nio.file.Path;
import java.util.Optional;

/** Where a bake's definitions lie. */
record BakeAddress(String text) {

  /**
   * The address of a folder there.
   *
   * @param path from the root of what lies there
   */
  String folder(Path path) {
    String below = path.toString().substring(1);
    if (below.isEmpty()) {
      return text;
    }
    Optional<GitReference> repository = GitReference.parse(text);
    if (repository.isEmpty() || text.contains("?")) {
      throw CommandFailure.notSupported("a folder of " + text + " as a context");
    }
    int hash = text.indexOf('#');
    String base = hash < 0 ? text : text.substring(0, hash);
    String behind = hash < 0 ? "" : text.substring(hash + 1);
    int colon = behind.indexOf(':');
    String ref = colon < 0 ? behind : behind.substring(0, colon);
    String folder = repository.get().folder();
    return base + "#" + ref + ":" + (folder.isEmpty() ? below : folder + "/" + below);
  }
}
