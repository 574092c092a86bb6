package dev.jdock.runtime.container.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.TreeUnpacker.Owners;
import dev.jdock.linux.file.Directory;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.container.start.ContainerRuns;
import dev.jdock.runtime.engine.PathStat;
import dev.jdock.runtime.rootfs.FileArchive;
import dev.jdock.runtime.rootfs.FilePath;
import dev.jdock.runtime.rootfs.GlobbedFiles;
import dev.jdock.runtime.rootfs.UserDatabase;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** {@code docker cp}: files of a container, out and in. */
public final class CopyFiles {
  private final Container container;
  private final String reference;
  private final ContainerTree tree;

  /**
   * @param reference how the user names the container
   */
  public CopyFiles(ContainerRuns runs, Container container, String reference) {
    this.container = container;
    this.reference = reference;
    this.tree = new ContainerTree(runs, container);
  }

  public PathStat stat(String path) {
    FilePath file = path(path);
    return tree.withMounts(root -> new FileArchive(root).stat(file))
        .orElseThrow(() -> missing(path));
  }

  public List<String> glob(String pattern) {
    return tree.withMounts(root -> new GlobbedFiles(root).matches(pattern));
  }

  public void read(String path, OutputStream archive) {
    FilePath file = path(path);
    if (!tree.withMounts(root -> new FileArchive(root).read(file, archive))) {
      throw missing(path);
    }
    container.tell("archive-path");
  }

  public void write(String path, InputStream archive, boolean keepsKinds, boolean asContainerUser) {
    FilePath folder = path(path);
    boolean found =
        tree.toChange(root -> {
          requireWritable(FilePath.resolve(root, folder.path()));
          return new FileArchive(root)
              .write(folder, archive, keepsKinds, owners(root, asContainerUser));
        });
    if (!found) {
      throw missing(path);
    }
    container.tell("extract-to-dir");
  }

  private static FilePath path(String text) {
    if (text.isEmpty()) {
      throw JdockException.invalid("bad parameter: pathcannot be empty");
    }
    return FilePath.of(text);
  }

  private JdockException missing(String path) {
    return JdockException.notFound(
        "Could not find the file " + path + " in container " + reference);
  }

  private Owners owners(Directory root, boolean asContainerUser) {
    String user = container.record().config().user();
    if (!asContainerUser || user == null || user.isEmpty()) {
      return new Owners.Archived();
    }
    UserDatabase.User resolved = UserDatabase.of(root).resolve(user);
    return new Owners.Fixed(resolved.uid(), resolved.gid());
  }

  /** A mount of the path counts before the root file system does. */
  private void requireWritable(String path) {
    for (MountPoint mount : container.record().mounts()) {
      String destination = FilePath.of(mount.destination()).path();
      if (path.equals(destination) || path.startsWith(destination + "/")) {
        if (!mount.writable()) {
          throw new JdockException(
              JdockException.Kind.FORBIDDEN, "mounted volume is marked read-only");
        }
        return;
      }
    }
    if (container.record().spec().isolation().readOnlyRootfs()) {
      throw new JdockException(
          JdockException.Kind.FORBIDDEN, "container rootfs is marked read-only");
    }
  }
}
