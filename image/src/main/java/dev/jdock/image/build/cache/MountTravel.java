package dev.jdock.image.build.cache;

import dev.jdock.image.build.files.TarTree;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Compression;
import dev.jdock.image.layer.DiskSpace;
import dev.jdock.image.layer.TreePacker;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes cache mounts to other machines, as archives, and brings them from there. */
public final class MountTravel {
  private final CacheMounts mounts;
  private final Path builds;

  /**
   * @param builds the builder's folder
   */
  public MountTravel(CacheMounts mounts, Path builds) {
    this.mounts = mounts;
    this.builds = builds;
  }

  /**
   * Writes the files of a cache: owners, modes, whole seconds and file capabilities.
   *
   * @param id of the mount, or the beginning of its record's
   * @throws JdockException NOT_FOUND where there is none
   */
  public void take(String id, OutputStream out) throws IOException, InterruptedException {
    try (CacheMounts.Lease lease = mounts.take(id);
        Directory files = Directory.open(lease.files())) {
      TreePacker packer = new TreePacker(out);
      packer.addContent(files, "");
      packer.finish();
    }
  }

  /**
   * Makes a cache of an archive, plain or compressed, for the first step that asks for the id; it
   * takes the place of those of that id. An archive that is damaged changes nothing.
   *
   * @throws JdockException CONFLICT where a step uses one of these
   */
  public void bring(String id, InputStream archive) throws IOException, InterruptedException {
    // By a name that the next engine knows for a leftover.
    Path drafts = Files.createTempDirectory(builds, "build-");
    try {
      mounts.bring(id, drafts, folder -> unpack(archive, folder));
    } finally {
      Trees.remove(drafts);
    }
  }

  private static void unpack(InputStream archive, Path folder) throws IOException {
    try (Directory root = Directory.open(folder)) {
      InputStream plain = new DiskSpace(folder).guarding(Compression.uncompressed(archive));
      TarTree.unpack(plain, root, TarTree.Owner.asArchived());
    }
  }
}
