package dev.jdock.image.export;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes files of a result into a folder of the user's, among those that are there.
 *
 * <p>They are copied into a hidden folder first and put into their places by renames: what is
 * interrupted before leaves nothing. No link in the user's folder is followed; one that has the
 * name of a folder of the result is replaced by it. All belongs to root, who alone may ask for a
 * build, and keeps modes, times, and the attributes that users may set.
 */
final class FilesOutput {
  private static final int ROOT = 0;
  private static final String HIDDEN = ".jdock-output-";

  private record Inode(long device, long number) {}

  /** Where the first name of a file with several names was copied to, below the hidden folder. */
  private record Place(String folder, String name) {}

  private final Directory target;
  private final @Nullable Instant epoch;
  private final Map<Inode, Place> firstNames = new HashMap<>();
  private long bytes;

  /**
   * @param target the user's folder
   * @param epoch the time of all files; null for their own
   */
  FilesOutput(Directory target, @Nullable Instant epoch) {
    this.target = target;
    this.epoch = epoch;
  }

  /**
   * Copies all that is below {@code source}.
   *
   * @return bytes of the files
   */
  long write(Directory source) throws IOException {
    return write(source, Map.of());
  }

  /**
   * The same, with documents beside what is in {@code source}, which root alone may read.
   *
   * @param documents by names that {@code source} does not have
   */
  long write(Directory source, Map<String, byte[]> documents) throws IOException {
    String hidden = HIDDEN + UUID.randomUUID();
    target.makeDirectory(hidden, 0700);
    try {
      try (Directory stage = target.child(hidden)) {
        copy(source, stage, stage, "");
        for (Map.Entry<String, byte[]> document : documents.entrySet()) {
          write(stage, document.getKey(), document.getValue());
        }
        merge(stage, target);
      }
      return bytes;
    } finally {
      target.removeTree(hidden);
    }
  }

  private void copy(Directory from, Directory to, Directory stage, String path) throws IOException {
    for (Directory.Entry entry : from.list()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      String name = entry.name();
      FileStat stat = from.stat(name);
      if (stat.isWhiteout()) {
        continue;
      }
      switch (stat.type()) {
        case DIRECTORY -> {
          to.makeDirectory(name, 0700);
          try (Directory child = from.child(name);
              Directory copy = to.child(name)) {
            copy(child, copy, stage, path + name + "/");
          }
          describe(from, to, name, stat);
        }
        case SOCKET -> {
          // Of a process that is no more.
        }
        default -> {
          if (!linked(stage, to, path, name, stat)) {
            make(from, to, name, stat);
            describe(from, to, name, stat);
          }
        }
      }
    }
  }

  private void write(Directory folder, String name, byte[] content) throws IOException {
    try (Fd file = folder.createFile(name, 0600)) {
      Files.write(file.procPath(), content);
    }
    bytes += content.length;
    if (epoch != null) {
      folder.setModified(name, epoch.getEpochSecond(), epoch.getNano());
    }
  }

  private boolean linked(Directory stage, Directory to, String path, String name, FileStat stat) {
    if (stat.links() == 1) {
      return false;
    }
    Place first =
        firstNames.putIfAbsent(new Inode(stat.device(), stat.inode()), new Place(path, name));
    if (first == null) {
      return false;
    }
    try (Directory folder = stage.inRoot(first.folder())) {
      to.makeLink(name, folder, first.name());
    }
    return true;
  }

  private void make(Directory from, Directory to, String name, FileStat stat) throws IOException {
    switch (stat.type()) {
      case REGULAR -> {
        content(from, to, name);
        bytes += stat.size();
      }
      case SYMLINK -> to.makeSymlink(name, from.readSymlink(name));
      case FIFO -> to.makeNode(name, FileType.FIFO, 0600, 0, 0);
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          to.makeNode(name, stat.type(), 0600, stat.rdevMajor(), stat.rdevMinor());
      case SOCKET, DIRECTORY -> throw new IllegalArgumentException(name);
    }
  }

  private static void content(Directory from, Directory to, String name) throws IOException {
    try (Fd source = from.openFile(name);
        Fd copy = to.createFile(name, 0600);
        FileChannel in = FileChannel.open(source.procPath(), StandardOpenOption.READ);
        FileChannel out = FileChannel.open(copy.procPath(), StandardOpenOption.WRITE)) {
      long done = 0;
      for (long moved; (moved = in.transferTo(done, Long.MAX_VALUE - done, out)) > 0; ) {
        done += moved;
      }
    }
  }

  /** Owner before mode: chown(2) clears set-user-ID. */
  private void describe(Directory from, Directory to, String name, FileStat stat) {
    to.setOwner(name, ROOT, ROOT);
    if (stat.type() != FileType.SYMLINK) {
      to.setMode(name, stat.mode());
      from.attributes(name).forEach((key, value) -> attribute(to, name, key, value));
    }
    long seconds = epoch == null ? stat.mtimeSeconds() : epoch.getEpochSecond();
    to.setModified(name, seconds, epoch == null ? stat.mtimeNanos() : epoch.getNano());
  }

  private static void attribute(Directory to, String name, String key, byte[] value) {
    if (!key.startsWith("user.")) {
      return;
    }
    try {
      to.setAttribute(name, key, value);
    } catch (SyscallException _) {
      // The user's file system may have no attributes; BuildKit leaves them out, too.
    }
  }

  /** Moves entries into their places; those of folders that are there already, one by one. */
  private void merge(Directory stage, Directory place) {
    for (Directory.Entry entry : stage.list()) {
      String name = entry.name();
      FileStat made = stage.stat(name);
      Optional<FileStat> old = place.tryStat(name);
      if (old.isPresent() && old.get().isDirectory() && made.isDirectory()) {
        try (Directory from = stage.child(name);
            Directory to = place.child(name)) {
          merge(from, to);
        }
        place.setOwner(name, made.uid(), made.gid());
        place.setMode(name, made.mode());
        place.setModified(name, made.mtimeSeconds(), made.mtimeNanos());
        continue;
      }
      if (old.isPresent() && old.get().isDirectory() != made.isDirectory()) {
        place.removeTree(name);
      }
      stage.replace(name, place, name);
    }
  }
}
