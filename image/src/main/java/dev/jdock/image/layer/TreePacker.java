package dev.jdock.image.layer;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.file.Transfer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file, or a directory with all below it, as a plain archive, while other processes may
 * change it: an entry that is removed meanwhile is left out, and a file has the length that it had
 * when it was opened. Times are whole seconds and the only attributes are file capabilities, as in
 * Docker's archives.
 */
public final class TreePacker {
  private static final String CAPABILITY = "security.capability";
  private static final byte[] ZEROS = new byte[8192];

  private record Inode(long device, long number) {}

  private final OutputStream out;
  private final TarWriter tar;
  private final Transfer transfer = new Transfer();
  private final Map<Inode, String> firstNames = new HashMap<>();

  private final @Nullable Instant epoch;

  public TreePacker(OutputStream out) {
    this(out, null);
  }

  /**
   * @param epoch the time of all entries; null for their own
   */
  public TreePacker(OutputStream out, @Nullable Instant epoch) {
    this.out = out;
    this.tar = new TarWriter(out);
    this.epoch = epoch;
  }

  /**
   * Adds an entry of {@code folder}, with what is in it.
   *
   * @param name {@code .} for the folder itself
   * @param path its name in the archive, without a slash at the end
   */
  public void add(Directory folder, String name, String path) throws IOException {
    FileStat stat = folder.stat(name);
    if (stat.isDirectory()) {
      tar.header(entry(path + "/", stat, false, 0, "", attributes(folder, name)));
      if (name.equals(".")) {
        addContent(folder, path + "/");
      } else {
        try (Directory child = folder.child(name)) {
          addContent(child, path + "/");
        }
      }
    } else {
      addFile(folder, name, path, stat);
    }
  }

  /** Adds what is in {@code folder}, below {@code prefix}. */
  public void addContent(Directory folder, String prefix) throws IOException {
    List<Directory.Entry> entries = folder.list();
    entries.sort(Comparator.comparing(Directory.Entry::name));
    for (Directory.Entry entry : entries) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      try {
        add(folder, entry.name(), prefix + entry.name());
      } catch (SyscallException e) {
        if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
          throw e;
        }
        // It went, or became something else, after it was listed.
      }
    }
  }

  /** Adds a file of root's that no folder has. */
  public void addDocument(String path, byte[] content, Instant modified) throws IOException {
    tar.header(
        new TarEntry(
            path,
            FileType.REGULAR,
            false,
            0600,
            0,
            0,
            content.length,
            modified.getEpochSecond(),
            0,
            "",
            0,
            0,
            new TreeMap<>()));
    out.write(content);
    tar.pad(content.length);
  }

  private void addFile(Directory folder, String name, String path, FileStat stat)
      throws IOException {
    if (stat.type() == FileType.SOCKET) {
      return; // no archive has them
    }
    if (stat.links() > 1) {
      String first = firstNames.putIfAbsent(new Inode(stat.device(), stat.inode()), path);
      if (first != null) {
        tar.header(entry(path, stat, true, 0, first, new TreeMap<>()));
        return;
      }
    }
    switch (stat.type()) {
      case REGULAR -> {
        try (Fd file = folder.openFile(name)) {
          tar.header(entry(path, stat, false, stat.size(), "", attributes(folder, name)));
          content(file, stat.size());
        }
      }
      case SYMLINK ->
          tar.header(entry(path, stat, false, 0, folder.readSymlink(name), new TreeMap<>()));
      default -> tar.header(entry(path, stat, false, 0, "", new TreeMap<>()));
    }
  }

  private void content(Fd file, long size) throws IOException {
    CountingOutput counted = new CountingOutput(out);
    try {
      transfer.read(file, size, counted);
    } catch (EOFException shorter) {
      // The header has promised these bytes; GNU tar fills up with zeros, too.
      for (long left = size - counted.count(); left > 0; left -= ZEROS.length) {
        out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
      }
    }
    tar.pad(size);
  }

  private static SortedMap<String, byte[]> attributes(Directory folder, String name) {
    SortedMap<String, byte[]> kept = new TreeMap<>();
    Optional<byte[]> value = folder.attribute(name, CAPABILITY);
    value.ifPresent(bytes -> kept.put(CAPABILITY, Arrays.copyOf(bytes, bytes.length)));
    return kept;
  }

  /** Ends the archive. */
  public void finish() throws IOException {
    tar.finish();
  }

  private TarEntry entry(
      String path,
      FileStat stat,
      boolean hardLink,
      long length,
      String target,
      SortedMap<String, byte[]> attributes) {
    return new TarEntry(
        path,
        hardLink ? FileType.REGULAR : stat.type(),
        hardLink,
        stat.mode(),
        stat.uid(),
        stat.gid(),
        length,
        epoch == null ? stat.mtimeSeconds() : epoch.getEpochSecond(),
        0,
        target,
        stat.rdevMajor(),
        stat.rdevMinor(),
        attributes);
  }
}
