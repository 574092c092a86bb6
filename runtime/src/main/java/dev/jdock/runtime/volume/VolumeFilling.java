package dev.jdock.runtime.volume;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.Transfer;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.mount.PrivateMounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Copies what an image has at a path into an empty volume, with owners, modes, times, and extended
 * attributes. The image's tree is seen through a mount of this copy's own.
 */
final class VolumeFilling {
  private final List<Path> lowerDirs;
  private final String destination;
  private final Path data;
  private final Path mountPoint;
  private final Transfer transfer = new Transfer();

  /**
   * @param lowerDirs of the image, uppermost first
   * @param mountPoint an empty folder to see the image at
   */
  VolumeFilling(List<Path> lowerDirs, String destination, Path data, Path mountPoint) {
    this.lowerDirs = lowerDirs;
    this.destination = destination;
    this.data = data;
    this.mountPoint = mountPoint;
  }

  void run() {
    try {
      PrivateMounts.call(() -> {
        copyFrom(image());
        return true;
      });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JdockException.internal("filling a volume was interrupted", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw JdockException.internal("cannot fill a volume: " + e.getMessage(), e);
    }
  }

  /** Overlayfs wants two layers at least; one alone is the image. */
  private Path image() {
    if (lowerDirs.size() == 1) {
      return lowerDirs.getFirst();
    }
    new OverlayMount(lowerDirs, null, null).on(mountPoint);
    return mountPoint;
  }

  private void copyFrom(Path image) throws IOException {
    try (Directory root = Directory.open(image);
        Directory source = root.inRoot(destination);
        Directory parent = Directory.open(java.util.Objects.requireNonNull(data.getParent()));
        Directory target = parent.child(String.valueOf(data.getFileName()))) {
      copyContent(source, target);
      copyAttributes(source, ".", target, ".", source.stat("."));
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
        throw e;
      }
    }
  }

  private void copyContent(Directory from, Directory to) throws IOException {
    for (Directory.Entry entry : from.list()) {
      copy(from, entry.name(), to, from.stat(entry.name()));
    }
  }

  private void copy(Directory from, String name, Directory to, FileStat stat) throws IOException {
    switch (stat.type()) {
      case DIRECTORY -> {
        to.makeDirectory(name, 0700);
        try (Directory source = from.child(name);
            Directory target = to.child(name)) {
          copyContent(source, target);
        }
      }
      case REGULAR -> {
        try (Fd source = from.openFile(name);
            Fd target = to.createFile(name, 0600)) {
          transfer.read(source, stat.size(), new FdOutput(target));
        }
      }
      case SYMLINK -> to.makeSymlink(name, from.readSymlink(name));
      default -> to.makeNode(name, stat.type(), stat.mode(), stat.rdevMajor(), stat.rdevMinor());
    }
    copyAttributes(from, name, to, name, stat);
  }

  /** The owner first: changing it clears set-user-id bits and file capabilities. */
  private static void copyAttributes(
      Directory from, String name, Directory to, String newName, FileStat stat) {
    to.setOwner(newName, stat.uid(), stat.gid());
    if (stat.type() != dev.jdock.linux.file.FileType.SYMLINK) {
      to.setMode(newName, stat.mode());
    }
    from.attributes(name)
        .forEach((attribute, value) -> {
          if (!attribute.startsWith("trusted.overlay.")) {
            to.setAttribute(newName, attribute, value);
          }
        });
    to.setModified(newName, stat.mtimeSeconds(), stat.mtimeNanos());
  }

  private static final class FdOutput extends OutputStream {
    private final Fd fd;

    FdOutput(Fd fd) {
      this.fd = fd;
    }

    @Override
    public void write(int b) {
      fd.writeFully(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      fd.writeFully(bytes, offset, length);
    }
  }
}
