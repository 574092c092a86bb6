package dev.jdock.image.build.operation;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.files.Accounts;
import dev.jdock.image.build.files.Ownership;
import dev.jdock.image.build.files.TreeCopy;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The part of WORKDIR that makes the directory, owned by USER.
 *
 * @param base layers, lowest first
 * @param path absolute
 */
public record WorkdirOperation(Workshop workshop, List<Digest> base, String path, String user)
    implements Operation {

  @Override
  public ContextWatch watch() {
    return new ContextWatch();
  }

  @Override
  public void addTo(KeyHash hash) {
    hash.add("workdir").part("base").addAll(base).part("path").add(path).part("user").add(user);
  }

  @Override
  public boolean perform(LayerStore.Session session, Vertex vertex)
      throws IOException, InterruptedException {
    List<Path> lowerDirs = workshop.lowerDirs(base);
    return workshop.mounted(roots -> {
      try (Directory root = Directory.open(roots.writable(lowerDirs, session))) {
        boolean there = Trees.resolve(root, path).isPresent();
        Ownership owner = there || user.isEmpty() ? Ownership.ROOT : new Accounts(root).owner(user);
        var attributes = new TreeCopy.Attributes(owner, null, workshop.epoch());
        new TreeCopy(root, attributes).makeDirectories(path).close();
        return !there;
      }
    });
  }
}
