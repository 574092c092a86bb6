package dev.jdock.runtime.volume;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.mount.PrivateMounts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Copies what an image has at a path into an empty volume, with owners, modes, times, and extended
 * attributes. The image's tree is seen through a mount of this copy's own. A copy that is cut short
 * leaves the volume empty: it is made beside the volume's folder, and moved in when it is whole.
 */
final class VolumeFilling {
  private static final String BESIDE = ".filling";

  private final List<Path> lowerDirs;
  private final String destination;
  private final Path data;
  private final Path mountPoint;
  private final boolean mounted;

  /**
   * @param lowerDirs of the image, uppermost first
   * @param mountPoint an empty folder to see the image at, made if it is missing
   * @param mounted whether the volume's folder is another file system than the one beside it
   */
  VolumeFilling(
      List<Path> lowerDirs, String destination, Path data, Path mountPoint, boolean mounted) {
    this.lowerDirs = lowerDirs;
    this.destination = destination;
    this.data = data;
    this.mountPoint = mountPoint;
    this.mounted = mounted;
  }

  void run() {
    try {
      PrivateMounts.call(() -> {
        copyFrom(image());
        return true;
      });
    } catch (InterruptedException | InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw JdockException.internal("filling a volume was interrupted", e);
    } catch (JdockException e) {
      throw e;
    } catch (SyscallException e) {
      throw failed(e.reason(), e);
    } catch (Exception e) {
      throw failed(Reason.of(e), e);
    }
  }

  private JdockException failed(String reason, Exception cause) {
    return JdockException.internal(
        "cannot copy the image's files to volume "
            + Objects.requireNonNull(data.getParent()).getFileName()
            + ": "
            + reason,
        cause);
  }

  /** Overlayfs wants two layers at least; one alone is the image. */
  private Path image() throws IOException {
    if (lowerDirs.size() == 1) {
      return lowerDirs.getFirst();
    }
    Files.createDirectories(mountPoint);
    new OverlayMount(lowerDirs, null, null).on(mountPoint);
    return mountPoint;
  }

  private void copyFrom(Path image) throws InterruptedIOException {
    try (Directory root = Directory.open(image);
        Directory source = root.inRoot(destination);
        Directory parent = Directory.open(Objects.requireNonNull(data.getParent()));
        Directory target = parent.child(String.valueOf(data.getFileName()))) {
      // Of an engine that was killed.
      parent.removeTree(BESIDE);
      if (mounted) {
        copyOrClear(source, target);
      } else {
        copyBeside(source, parent, target);
      }
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
        throw e;
      }
    }
  }

  private static void copyBeside(Directory source, Directory parent, Directory target)
      throws InterruptedIOException {
    parent.makeDirectory(BESIDE, 0700);
    try (Directory beside = parent.child(BESIDE)) {
      new TreeCopy(beside).run(source);
      try {
        for (Directory.Entry entry : beside.list()) {
          beside.rename(entry.name(), target, entry.name());
        }
      } catch (SyscallException e) {
        clear(target, e);
        throw e;
      }
      TreeCopy.copyFolder(source, target);
    } finally {
      parent.removeTree(BESIDE);
    }
  }

  private static void copyOrClear(Directory source, Directory target)
      throws InterruptedIOException {
    try {
      new TreeCopy(target).run(source);
    } catch (SyscallException | InterruptedIOException e) {
      clear(target, e);
      throw e;
    }
  }

  private static void clear(Directory target, Exception cause) {
    try {
      for (Directory.Entry entry : target.list()) {
        target.removeTree(entry.name());
      }
    } catch (SyscallException second) {
      cause.addSuppressed(second);
    }
  }
}
