package dev.jdock.image.build.files;

import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileStat;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * What stat(2) told of the entries of one folder, and a digest of the notes of each folder in it:
 * folders may be looked at in any order, each by another thread. For one thread.
 */
final class FolderNotes {
  /** There are 100 ticks in a second at least. */
  private static final long TICK = 50_000_000;

  /** Of file systems that keep seconds, or two of them as FAT. */
  private static final long COARSE = 2_100_000_000L;

  private static final long SECOND = 1_000_000_000;

  /** In seconds, some 280 years from 1970: what is later has no time in nanoseconds. */
  private static final long LATEST = 9_000_000_000L;

  private static final int NUMBERS = 9;
  private static final int BUFFER = 8192;

  private final MessageDigest digest = Digest.sha256();
  private ByteBuffer seen = ByteBuffer.allocate(BUFFER);
  private boolean empty = true;
  private long settled = Long.MIN_VALUE;

  /** Takes down an entry, a folder before what is in it. */
  void entry(String name, FileStat stat) {
    name(name);
    room(NUMBERS * Long.BYTES);
    seen.putLong(stat.device()).putLong(stat.inode());
    seen.putLong(stat.mode()).putLong(((long) stat.uid() << 32) | stat.gid());
    seen.putLong(stat.size()).putLong(stat.mtimeSeconds()).putLong(stat.mtimeNanos());
    seen.putLong(stat.ctimeSeconds()).putLong(stat.ctimeNanos());
    settled = Math.max(settled, settled(stat));
    empty = false;
  }

  /** Takes down a folder with what is in it. */
  void folder(String name, FileStat stat, FolderNotes below) {
    entry(name, stat);
    byte[] sum = below.sum();
    room(sum.length);
    seen.put(sum);
    settled = Math.max(settled, below.settled);
  }

  void name(String text) {
    byte[] bytes = FileNames.encode(text);
    room(Integer.BYTES + bytes.length);
    seen.putInt(bytes.length).put(bytes);
  }

  /** Whether no entry was taken down. */
  boolean isEmpty() {
    return empty;
  }

  /** Since 1970: from when on every change of any of the files gives it other times. */
  long settled() {
    return settled;
  }

  /** In a number, which is not an object for each file. */
  static long settled(FileStat stat) {
    long seconds = Math.clamp(stat.ctimeSeconds(), -LATEST, LATEST);
    long precision = stat.ctimeNanos() == 0 ? COARSE : TICK;
    return seconds * SECOND + stat.ctimeNanos() + precision;
  }

  /** A digest of all that was taken down; nothing may be added afterwards. */
  byte[] sum() {
    digest.update(seen.flip());
    return digest.digest();
  }

  private void room(int bytes) {
    if (seen.remaining() < bytes) {
      digest.update(seen.flip());
      seen.clear();
      if (seen.capacity() < bytes) {
        seen = ByteBuffer.allocate(bytes);
      }
    }
  }
}
