package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the parts of an unpacked layer are.
 *
 * @param root the layer's own directory
 */
public record LayerFiles(Path root) {

  /** The layer's files, in overlayfs form. */
  public Path diff() {
    return root.resolve("diff");
  }

  /** How to write the archive again. */
  Path recipe() {
    return root.resolve("recipe");
  }

  /** Contents of the archive that later members of it replaced. */
  Path replaced() {
    return root.resolve("replaced");
  }

  /** The uncompressed archive, whose digest is the diffID. */
  public InputStream openTar() {
    try {
      Path replaced = replaced();
      return TarRecipe.replay(recipe(), diff(), Files.isDirectory(replaced) ? replaced : null);
    } catch (IOException e) {
      throw JdockException.internal("cannot read layer " + root.getFileName(), e);
    }
  }
}
