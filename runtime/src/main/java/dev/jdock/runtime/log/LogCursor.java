package dev.jdock.runtime.log;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * How far a running container's log has got, in a file that outlives the engine: what the log's
 * file has beyond that is the beginning of a write that the engine did not finish, and comes again.
 */
public final class LogCursor implements AutoCloseable {
  private static final int BYTES = 4 * Long.BYTES;

  private final Fd file;
  private Position position;

  /**
   * @param stdout bytes of it whose entries are in the log
   * @param stderr the same
   * @param size of the log's file with them
   * @param inode of that file; 0 before the first entry
   */
  public record Position(long stdout, long stderr, long size, long inode) {
    static final Position NONE = new Position(0, 0, 0, 0);
  }

  private LogCursor(Fd file, Position position) {
    this.file = file;
    this.position = position;
  }

  /** Opens the file, or makes it. */
  public static LogCursor open(Path path) {
    Fd file = Fd.open(path, Fd.O_RDWR | Fd.O_CREAT, 0600);
    try {
      return new LogCursor(file, read(file));
    } catch (SyscallException e) {
      file.close();
      throw e;
    }
  }

  private static Position read(Fd file) {
    byte[] bytes = new byte[BYTES];
    if (file.readAt(bytes, BYTES, 0) < BYTES) {
      return Position.NONE;
    }
    ByteBuffer from = ByteBuffer.wrap(bytes);
    return new Position(from.getLong(), from.getLong(), from.getLong(), from.getLong());
  }

  public Position position() {
    return position;
  }

  /** One write of less than a page: whole, or not at all, when the process is killed. */
  void save(Position reached) {
    position = reached;
    ByteBuffer to = ByteBuffer.allocate(BYTES);
    to.putLong(reached.stdout()).putLong(reached.stderr());
    to.putLong(reached.size()).putLong(reached.inode());
    int _ = file.writeAt(to.array(), 0);
  }

  @Override
  public void close() {
    file.close();
  }
}
