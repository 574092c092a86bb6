package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.image.layer.TarEntry;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file that a client tells of: fsutil's {@code Stat}, whose mode is Go's {@code os.FileMode}. */
final class SyncedFile {
  private static final long DIRECTORY = 1L << 31;
  private static final long SYMLINK = 1L << 27;
  private static final long DEVICE = 1L << 26;
  private static final long FIFO = 1L << 25;
  private static final long SOCKET = 1L << 24;
  private static final long SETUID = 1L << 23;
  private static final long SETGID = 1L << 22;
  private static final long CHARACTER = 1L << 21;
  private static final long STICKY = 1L << 20;
  private static final int NANOS = 1_000_000_000;

  private SyncedFile() {}

  /**
   * Reads one.
   *
   * @throws IOException for a name or a size that no file has
   */
  static TarEntry read(ProtoMessage stat) throws IOException {
    byte[] path = stat.bytes(1);
    long mode = stat.number(2);
    FileType type = type(mode);
    byte[] link = stat.bytes(7);
    boolean hardLink = type == FileType.REGULAR && link.length > 0;
    long size = type == FileType.REGULAR && !hardLink ? stat.number(5) : 0;
    if (path.length == 0 || size < 0) {
      throw new IOException("the client sent a file without a name, or of a negative size");
    }
    long modified = stat.number(6);
    return new TarEntry(
        FileNames.decode(path, 0, path.length),
        type,
        hardLink,
        permissions(mode),
        (int) stat.number(3),
        (int) stat.number(4),
        size,
        Math.floorDiv(modified, NANOS),
        (int) Math.floorMod(modified, (long) NANOS),
        FileNames.decode(link, 0, link.length),
        (int) stat.number(8),
        (int) stat.number(9),
        attributes(stat));
  }

  private static FileType type(long mode) {
    if ((mode & DIRECTORY) != 0) {
      return FileType.DIRECTORY;
    }
    if ((mode & SYMLINK) != 0) {
      return FileType.SYMLINK;
    }
    if ((mode & DEVICE) != 0) {
      return (mode & CHARACTER) != 0 ? FileType.CHARACTER_DEVICE : FileType.BLOCK_DEVICE;
    }
    if ((mode & FIFO) != 0) {
      return FileType.FIFO;
    }
    return (mode & SOCKET) != 0 ? FileType.SOCKET : FileType.REGULAR;
  }

  private static int permissions(long mode) {
    int bits = (int) (mode & 0777);
    bits |= (mode & SETUID) != 0 ? 04000 : 0;
    bits |= (mode & SETGID) != 0 ? 02000 : 0;
    return bits | ((mode & STICKY) != 0 ? 01000 : 0);
  }

  private static SortedMap<String, byte[]> attributes(ProtoMessage stat) throws IOException {
    SortedMap<String, byte[]> attributes = new TreeMap<>();
    for (ProtoMessage entry : stat.messages(10)) {
      attributes.put(entry.text(1), entry.bytes(2));
    }
    return attributes;
  }

  /**
   * Describes one of this machine.
   *
   * @param path to tell of it by
   * @param link where a symbolic link leads; empty for others
   * @throws IOException for a kind of file that cannot be sent
   */
  static ProtoWriter describe(String path, FileStat stat, String link) throws IOException {
    long kind =
        switch (stat.type()) {
          case REGULAR -> 0;
          case DIRECTORY -> DIRECTORY;
          case SYMLINK -> SYMLINK;
          default -> throw new IOException(path + " is no file that can be sent to a client");
        };
    long mode = kind | stat.mode() & 0777;
    mode |= (stat.mode() & 04000) != 0 ? SETUID : 0;
    mode |= (stat.mode() & 02000) != 0 ? SETGID : 0;
    mode |= (stat.mode() & 01000) != 0 ? STICKY : 0;
    return new ProtoWriter()
        .bytes(1, FileNames.encode(path))
        .number(2, mode)
        .number(3, stat.uid())
        .number(4, stat.gid())
        .number(5, kind == 0 ? stat.size() : 0)
        .number(6, stat.mtimeSeconds() * NANOS + stat.mtimeNanos())
        .bytes(7, FileNames.encode(link));
  }
}
