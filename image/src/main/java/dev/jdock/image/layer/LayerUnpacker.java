package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.file.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a layer's archive into {@code diff/}, in overlayfs form, with all attributes that the
 * archive has of a file. An archive cannot change files outside: parents are resolved with {@code
 * diff/} as the root, and last components are never followed.
 */
public final class LayerUnpacker {
  private record DirectoryTime(TarPath path, long seconds, int nanos) {}

  private final LayerFiles layer;
  private final Directory root;
  private final TarRecipe.Writer recipe;
  private final Transfer transfer = new Transfer();
  private final List<DirectoryTime> directoryTimes = new ArrayList<>();
  // Contents written so far, to find them again when they are replaced.
  private final Map<Long, Integer> contentOfInode = new HashMap<>();
  private @Nullable String parentPath;
  private @Nullable Directory parent;
  private long size;

  private LayerUnpacker(LayerFiles layer, Directory root, TarRecipe.Writer recipe) {
    this.layer = layer;
    this.root = root;
    this.recipe = recipe;
  }

  /**
   * Reads {@code in}, compressed or not, to its end, into an existing empty {@code diff/}. After a
   * failure the layer's directory is incomplete, and the caller has to remove it.
   *
   * @throws JdockException INVALID for what is no archive of a layer, INTERNAL for a full disk and
   *     the like
   */
  public static PackedLayer unpack(InputStream in, LayerFiles layer) {
    try {
      return unpackTar(Compression.uncompressed(in), layer);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** As {@link #unpack}, of an archive that is not compressed, or not any more. */
  public static PackedLayer unpackTar(InputStream in, LayerFiles layer) {
    try (Directory root = Directory.open(layer.diff());
        TarRecipe.Writer recipe = new TarRecipe.Writer(layer.recipe())) {
      ArchiveInput archive = new ArchiveInput(in, recipe);
      LayerUnpacker unpacker = new LayerUnpacker(layer, root, recipe);
      unpacker.unpackAll(archive);
      Digest diffId = archive.digest();
      return new PackedLayer(diffId, unpacker.size, archive.count(), archive.checksum().value());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** What is no archive. */
  public static JdockException unreadable(IOException e) {
    return JdockException.invalid(
        "cannot read the archive: " + Optional.ofNullable(e.getMessage()).orElse("unexpected EOF"));
  }

  private void unpackAll(ArchiveInput archive) throws IOException {
    try {
      TarReader reader = new TarReader(archive);
      TarEntry entry;
      while ((entry = reader.next()) != null) {
        try {
          unpack(entry, archive, reader);
        } catch (SyscallException e) {
          throw new JdockException(
              e.errno() == Errno.ENOSPC || e.errno() == Errno.EDQUOT || e.errno() == Errno.EIO
                  ? JdockException.Kind.INTERNAL
                  : JdockException.Kind.INVALID,
              e.call() + " /" + entry.path() + ": " + e.reason(),
              e);
        }
      }
      long _ = archive.transferTo(OutputStream.nullOutputStream());
      for (DirectoryTime time : directoryTimes) {
        setTime(time);
      }
    } finally {
      forgetParent();
    }
  }

  private void unpack(TarEntry entry, ArchiveInput archive, TarReader reader) throws IOException {
    TarPath path = TarPath.of(entry.path());
    if (path.isRoot()) {
      if (entry.type() == FileType.DIRECTORY) {
        describe(root, ".", path, entry);
      }
      return;
    }
    Directory folder = parent(path.parent());
    if (path.name().startsWith(Whiteouts.PREFIX)) {
      whiteout(folder, path.name());
      return;
    }
    Optional<FileStat> old = folder.tryStat(path.name());
    boolean opaque = old.isPresent() && old.get().isWhiteout();
    if (old.isPresent() && !(old.get().isDirectory() && entry.type() == FileType.DIRECTORY)) {
      if (entry.hardLink() && isSame(entry, old.get())) {
        return;
      }
      retire(folder, path.name(), old.get());
      forgetParent();
      folder = parent(path.parent());
      old = Optional.empty();
    }
    if (entry.hardLink()) {
      link(folder, path.name(), entry);
      return;
    }
    make(folder, path, entry, old.isPresent(), archive, reader);
    describe(folder, path.name(), path, entry);
    if (opaque && entry.type() == FileType.DIRECTORY) {
      folder.setAttribute(path.name(), Whiteouts.OVERLAY_OPAQUE, Whiteouts.YES);
    }
  }

  private void make(
      Directory folder,
      TarPath path,
      TarEntry entry,
      boolean exists,
      ArchiveInput archive,
      TarReader reader)
      throws IOException {
    String name = path.name();
    switch (entry.type()) {
      case REGULAR -> {
        try (Fd file = folder.createFile(name, 0600)) {
          if (entry.size() > 0) {
            contentOfInode.put(folder.stat(name).inode(), remember(path, entry));
            archive.inContent(true);
            try {
              write(entry, reader.content(), file);
            } finally {
              archive.inContent(false);
            }
          }
          if (entry.sparse() != null) {
            file.resize(entry.fileSize());
          }
          size += entry.fileSize();
        }
      }
      case DIRECTORY -> {
        if (!exists) {
          folder.makeDirectory(name, 0700);
        }
      }
      case SYMLINK -> {
        folder.makeSymlink(name, entry.linkTarget());
        size += folder.stat(name).size();
      }
      case FIFO, SOCKET -> folder.makeNode(name, FileType.FIFO, 0600, 0, 0);
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          folder.makeNode(name, entry.type(), 0600, entry.deviceMajor(), entry.deviceMinor());
    }
  }

  private int remember(TarPath path, TarEntry entry) throws IOException {
    SparseMap sparse = entry.sparse();
    return sparse == null
        ? recipe.content(path.toString(), entry.size())
        : recipe.content(path.toString(), sparse.parts());
  }

  private void write(TarEntry entry, InputStream content, Fd file) throws IOException {
    SparseMap sparse = entry.sparse();
    if (sparse == null) {
      transfer.write(content, entry.size(), file);
      return;
    }
    for (SparseMap.Part part : sparse.parts()) {
      file.seek(part.offset());
      transfer.write(content, part.length(), file);
    }
  }

  /** Owner before mode and attributes: chown(2) clears set-user-ID and file capabilities. */
  private void describe(Directory folder, String name, TarPath path, TarEntry entry) {
    folder.setOwner(name, entry.uid(), entry.gid());
    if (entry.type() != FileType.SYMLINK) {
      folder.setMode(name, entry.mode());
    }
    entry
        .attributes()
        .forEach((attribute, value) -> {
          if (!Whiteouts.isOverlayAttribute(attribute)) {
            setAttribute(folder, name, attribute, value);
          }
        });
    if (entry.type() == FileType.DIRECTORY) {
      directoryTimes.add(new DirectoryTime(path, entry.mtimeSeconds(), entry.mtimeNanos()));
    } else {
      folder.setModified(name, entry.mtimeSeconds(), entry.mtimeNanos());
    }
  }

  /** As Docker does, an attribute that this file system or kernel has no place for is left out. */
  private static void setAttribute(Directory folder, String name, String attribute, byte[] value) {
    try {
      folder.setAttribute(name, attribute, value);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EOPNOTSUPP
          && !(e.errno() == Errno.EPERM && attribute.startsWith("user."))) {
        throw e;
      }
    }
  }

  private void whiteout(Directory folder, String name) {
    if (name.equals(Whiteouts.OPAQUE)) {
      folder.setAttribute(".", Whiteouts.OVERLAY_OPAQUE, Whiteouts.YES);
      return;
    }
    String removed = name.substring(Whiteouts.PREFIX.length());
    if (name.startsWith(Whiteouts.META_PREFIX) || removed.isEmpty() || removed.equals(".")) {
      return;
    }
    if (removed.equals("..")) {
      throw JdockException.invalid("invalid whiteout name " + name);
    }
    Optional<FileStat> old = folder.tryStat(removed);
    if (old.isEmpty()) {
      folder.makeNode(removed, FileType.CHARACTER_DEVICE, 0, 0, 0);
    } else if (old.get().isDirectory()) {
      // What this layer has stays; what is below goes, whichever came first in the archive.
      folder.setAttribute(removed, Whiteouts.OVERLAY_OPAQUE, Whiteouts.YES);
    }
  }

  private void link(Directory folder, String name, TarEntry entry) {
    TarPath target = TarPath.of(entry.linkTarget());
    if (target.isRoot()) {
      throw JdockException.invalid("invalid hard link " + entry.path() + " to " + target);
    }
    try (Directory from = root.inRoot(target.parent())) {
      folder.makeLink(name, from, target.name());
    }
  }

  private boolean isSame(TarEntry entry, FileStat old) {
    TarPath target = TarPath.of(entry.linkTarget());
    if (target.isRoot()) {
      return false;
    }
    try (Directory from = root.inRoot(target.parent())) {
      return from.tryStat(target.name()).filter(s -> s.inode() == old.inode()).isPresent();
    }
  }

  /** Takes a file out of the tree; content goes where the recipe finds it. */
  private void retire(Directory folder, String name, FileStat old) throws IOException {
    if (old.isDirectory()) {
      try (Directory child = folder.child(name)) {
        for (Directory.Entry entry : child.list()) {
          retire(child, entry.name(), child.stat(entry.name()));
        }
      }
      folder.removeDirectory(name);
      return;
    }
    Integer content = contentOfInode.get(old.inode());
    size -= old.links() > 1 ? 0 : old.size();
    if (content == null) {
      folder.removeFile(name);
      return;
    }
    Files.createDirectories(layer.replaced());
    try (Directory replaced = Directory.open(layer.replaced())) {
      if (replaced.tryStat(content.toString()).isPresent()) {
        folder.removeFile(name);
      } else {
        folder.rename(name, replaced, content.toString());
      }
    }
  }

  private void setTime(DirectoryTime time) {
    if (time.path().isRoot()) {
      root.setModified(".", time.seconds(), time.nanos());
      return;
    }
    try {
      Directory folder = parent(time.path().parent());
      if (folder.tryStat(time.path().name()).filter(FileStat::isDirectory).isPresent()) {
        folder.setModified(time.path().name(), time.seconds(), time.nanos());
      }
    } catch (SyscallException e) {
      // A later member of the archive has put something else in the directory's place.
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
        throw e;
      }
    }
  }

  /** The directory for a member's siblings; the last one is kept, as members come in runs. */
  private Directory parent(String path) {
    if (parent != null && path.equals(parentPath)) {
      return parent;
    }
    forgetParent();
    Directory found = openOrMake(path);
    parent = found;
    parentPath = path;
    return found;
  }

  private Directory openOrMake(String path) {
    try {
      return root.inRoot(path);
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT || path.isEmpty()) {
        throw e;
      }
    }
    TarPath missing = TarPath.of(path);
    try (Directory above = openOrMake(missing.parent())) {
      boolean removed = above.tryStat(missing.name()).filter(FileStat::isWhiteout).isPresent();
      if (removed) {
        above.removeFile(missing.name());
      }
      above.makeDirectory(missing.name(), 0755);
      above.setMode(missing.name(), 0755);
      if (removed) {
        above.setAttribute(missing.name(), Whiteouts.OVERLAY_OPAQUE, Whiteouts.YES);
      }
      return above.child(missing.name());
    }
  }

  private void forgetParent() {
    if (parent != null) {
      parent.close();
    }
    parent = null;
    parentPath = null;
  }
}
