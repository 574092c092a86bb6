package dev.jdock.runtime.io;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.stream.SpoolFile;
import java.nio.file.Path;

/**
 * A pipe that is read by way of a file, so that nothing which was taken out of it is lost with the
 * engine: the next one reads the file from where its receiver had got to, and then the pipe.
 */
public final class SpooledOutput implements OutputPump.Input {
  /** What a receiver may hold back of what it got: more than the longest entry of a log. */
  private static final int HELD_BACK = 32 << 10;

  private static final int LEFT_WHEN_IDLE = 32 << 10;

  private final Fd pipe;
  private final SpoolFile spool;
  private long position;
  private long forgotten;

  /**
   * The file takes no more, as on a full disk, or cannot be kept short: the pipe is read as it is.
   */
  private boolean bypassed;

  private SpooledOutput(Fd pipe, SpoolFile spool, long position) {
    this.pipe = pipe;
    this.spool = spool;
    this.position = Math.min(position, spool.size());
    this.forgotten = this.position;
  }

  /**
   * @param pipe non-blocking; owned by this object once this returns
   * @param position how much of what ever came needs no reading again
   */
  public static SpooledOutput open(Fd pipe, Path file, long position) {
    return new SpooledOutput(pipe, SpoolFile.open(file), position);
  }

  /** How much of what ever came has been read. */
  public long position() {
    return position;
  }

  @Override
  public Fd descriptor() {
    return pipe;
  }

  @Override
  public int read(byte[] buffer) {
    if (position == spool.size()) {
      int taken = bypassed ? pipe.read(buffer) : take(buffer);
      if (taken <= 0 || bypassed) {
        return taken;
      }
    }
    int count = spool.read(buffer, position);
    forget(position - HELD_BACK);
    position += count;
    return count;
  }

  private int take(byte[] buffer) {
    try {
      int taken = spool.take(pipe, buffer.length);
      if (taken < 0 && position - forgotten > HELD_BACK + LEFT_WHEN_IDLE) {
        forget(position - HELD_BACK);
      }
      return taken;
    } catch (SyscallException full) {
      bypassed = true;
      return pipe.read(buffer);
    }
  }

  private void forget(long before) {
    if (before > forgotten) {
      try {
        spool.forget(forgotten, before);
        forgotten = before;
      } catch (SyscallException noHoles) {
        bypassed = true;
      }
    }
  }

  @Override
  public void close() {
    pipe.close();
    spool.close();
  }
}
