package dev.jdock.runtime.log;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that a log is written to, of whole lines at any time but in the middle of a write. */
final class LogFile implements AutoCloseable {
  private static final int BLOCK = 64 << 10;

  private final Path path;
  private final LogPolicy policy;
  private final LogFiles files;
  private Fd file;
  private long inode;
  private long size;
  private int rotations;

  LogFile(Path path, LogPolicy policy, LogFiles files) throws IOException {
    this.path = path;
    this.policy = policy;
    this.files = files;
    if (policy.maxFiles() > 1) {
      files.closeGaps();
    }
    this.file = open();
    try {
      // What a crash has cut off is no entry.
      cut(endOfLines(path));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private Fd open() throws IOException {
    Fd opened = Fd.open(path, Fd.O_WRONLY | Fd.O_CREAT | Fd.O_APPEND, 0644);
    try {
      size = opened.seekEnd();
      inode = (Long) Files.getAttribute(path, "unix:ino");
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static long endOfLines(Path path) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(path.toFile(), "r")) {
      byte[] block = new byte[BLOCK];
      for (long end = access.length(); end > 0; ) {
        int length = (int) Math.min(BLOCK, end);
        access.seek(end - length);
        access.readFully(block, 0, length);
        for (int i = length; i > 0; i--) {
          if (block[i - 1] == '\n') {
            return end - length + i;
          }
        }
        end -= length;
      }
      return 0;
    }
  }

  long inode() {
    return inode;
  }

  long size() {
    return size;
  }

  /** How many files were begun after the first. */
  int rotations() {
    return rotations;
  }

  /** Truncates the file to that size, if it is larger. */
  void cut(long newSize) {
    if (newSize < size) {
      file.resize(newSize);
      size = newSize;
    }
  }

  /** Whether the file has to be rotated before the next entry. */
  boolean isFull(int waiting) {
    return policy.maxBytes() > 0 && size + waiting >= policy.maxBytes();
  }

  /** Writes lines; those that do not fit on the disk are lost, each of them whole. */
  void append(byte[] lines, int length) {
    // A user may have emptied it.
    size = file.seekEnd();
    int done = 0;
    try {
      while (done < length) {
        done += file.write(lines, done, length - done);
      }
    } catch (SyscallException full) {
      while (done > 0 && lines[done - 1] != '\n') {
        done--;
      }
      cutOff(size + done);
    }
    size += done;
  }

  /** What a write has begun and cannot end; a disk that fails at this, too, keeps it. */
  private void cutOff(long whole) {
    try {
      file.resize(whole);
    } catch (SyscallException failing) {
      return;
    }
  }

  /** Goes on with a new file; with the old one when that cannot be made. */
  void rotate() {
    try {
      if (Files.exists(path)) {
        files.rotate(policy);
      }
      Fd old = file;
      file = open();
      old.close();
      rotations++;
    } catch (IOException | SyscallException full) {
      // The next entry tries again.
      return;
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
