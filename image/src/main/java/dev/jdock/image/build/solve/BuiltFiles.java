package dev.jdock.image.build.solve;

import dev.jdock.image.build.BuiltImage;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The root file system that a build has come to.
 *
 * @param layers lowest first
 * @param baseLayers how many of them are the base image's
 */
record BuiltFiles(Workshop workshop, List<Digest> layers, int baseLayers)
    implements BuiltImage.Files {
  @Override
  public void read(Reader reader) throws IOException, InterruptedException {
    boolean _ =
        workshop.mounted(roots -> {
          try (Directory root = open(roots, layers)) {
            reader.read(root);
          }
          return true;
        });
  }

  @Override
  public void compare(Comparison comparison) throws IOException, InterruptedException {
    boolean _ =
        workshop.mounted(roots -> {
          try (Directory base = open(roots, layers.subList(0, baseLayers));
              Directory root = open(roots, layers)) {
            comparison.read(base, root);
          }
          return true;
        });
  }

  /** Never a layer's own directory: what an overlay hides is not to be seen. */
  private Directory open(RootFilesystems roots, List<Digest> some) throws IOException {
    List<Path> lowerDirs = new ArrayList<>(workshop.lowerDirs(some));
    if (lowerDirs.size() == 1) {
      lowerDirs.add(workshop.empty());
    }
    return Directory.open(roots.readable(lowerDirs));
  }
}
