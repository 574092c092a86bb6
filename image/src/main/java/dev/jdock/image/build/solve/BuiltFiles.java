package dev.jdock.image.build.solve;

import dev.jdock.image.build.BuiltImage;
import dev.jdock.image.build.operation.Workshop;
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
    List<Path> all = lowerDirs(layers);
    boolean _ =
        workshop.mounted(roots -> {
          try (Directory root = Directory.open(roots.readable(all))) {
            reader.read(root);
          }
          return true;
        });
  }

  @Override
  public void compare(Comparison comparison) throws IOException, InterruptedException {
    List<Path> before = lowerDirs(layers.subList(0, baseLayers));
    List<Path> all = lowerDirs(layers);
    boolean _ =
        workshop.mounted(roots -> {
          try (Directory base = Directory.open(roots.readable(before));
              Directory root = Directory.open(roots.readable(all))) {
            comparison.read(base, root);
          }
          return true;
        });
  }

  /** Never a layer's own directory alone: what an overlay hides is not to be seen. */
  private List<Path> lowerDirs(List<Digest> some) throws IOException, InterruptedException {
    List<Path> result = new ArrayList<>(workshop.lowerDirs(some));
    if (result.size() == 1) {
      result.add(workshop.empty());
    }
    return result;
  }
}
