package dev.jdock.image.build.files;

import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;

/**
 * What stat(2) told of files at one time: whether they have been changed until another time can be
 * found out without reading them. No process can set the time of a file's last change of content or
 * attributes, and the kernel sets it with every write, attribute and rename.
 *
 * <p>The kernel stamps files with the time of its last tick, so a file that was changed just before
 * may be changed once more with the same times (git's "racy" entries): see {@link #settled}.
 */
public final class Sightings implements SourceTree.Visitor {
  /** There are 100 ticks in a second at least. */
  private static final long TICK = 50_000_000;

  /** Of file systems that keep seconds, or two of them as FAT. */
  private static final long COARSE = 2_100_000_000L;

  private static final long SECOND = 1_000_000_000;

  /** In seconds, some 280 years from 1970: what is later has no time in nanoseconds. */
  private static final long LATEST = 9_000_000_000L;

  private static final int NUMBERS = 9;
  private static final int BUFFER = 8192;

  private final Instant begun;
  private final MessageDigest digest = Digest.sha256();
  private ByteBuffer seen = ByteBuffer.allocate(BUFFER);
  private long settled = Long.MIN_VALUE;
  private byte[] sum = new byte[0];

  /**
   * @param begun a moment before the first file is looked at
   */
  public Sightings(Instant begun) {
    this.begun = begun;
  }

  /** Looks at all files that are meant. */
  public static Sightings of(SourceTree tree, List<SourceTree.Match> matches, Instant begun)
      throws IOException {
    var sightings = new Sightings(begun);
    sightings.look(tree, matches);
    return sightings;
  }

  /** Looks at all files that are meant. */
  public void look(SourceTree tree, List<SourceTree.Match> matches) throws IOException {
    for (SourceTree.Match match : matches) {
      begin(tree, match);
      tree.walk(match, this);
    }
  }

  /** To be called before the files of a match are shown. */
  public void begin(SourceTree tree, SourceTree.Match match) {
    note(match.named(), tree.stat(match));
    name(match.actual());
  }

  /** From when on every change of this file gives it other times. */
  public static Instant settled(FileStat stat) {
    return instant(settledNanos(stat));
  }

  /** Since 1970, in a number that is not an object for each file. */
  private static long settledNanos(FileStat stat) {
    long seconds = Math.clamp(stat.ctimeSeconds(), -LATEST, LATEST);
    long precision = stat.ctimeNanos() == 0 ? COARSE : TICK;
    return seconds * SECOND + stat.ctimeNanos() + precision;
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }

  /** From when on every change of any of the files gives it other times. */
  public Instant settled() {
    return instant(settled);
  }

  /**
   * Whether the files were the same all the time until they were looked at once more.
   *
   * @param later what was seen then
   */
  public boolean heldUntil(Sightings later) {
    return isSettled() && MessageDigest.isEqual(sum(), later.sum());
  }

  /** Whether every change since the files were looked at has given them other times. */
  public boolean isSettled() {
    return settled().isBefore(begun);
  }

  /** A digest of all that was seen; nothing may be looked at afterwards. */
  public byte[] sum() {
    if (sum.length == 0) {
      digest.update(seen.flip());
      sum = digest.digest();
    }
    return sum;
  }

  @Override
  public void enter(String path, Directory parent, String name, FileStat stat) {
    note(path, stat);
  }

  @Override
  public void leave(String path, Directory parent, String name, FileStat stat) {
    name("");
  }

  @Override
  public void file(String path, Directory parent, String name, FileStat stat) {
    note(path, stat);
  }

  private void note(String path, FileStat stat) {
    name(path);
    room(NUMBERS * Long.BYTES);
    seen.putLong(stat.device()).putLong(stat.inode());
    seen.putLong(stat.mode()).putLong(((long) stat.uid() << 32) | stat.gid());
    seen.putLong(stat.size()).putLong(stat.mtimeSeconds()).putLong(stat.mtimeNanos());
    seen.putLong(stat.ctimeSeconds()).putLong(stat.ctimeNanos());
    settled = Math.max(settled, settledNanos(stat));
  }

  private void name(String text) {
    byte[] bytes = FileNames.encode(text);
    room(Integer.BYTES + bytes.length);
    seen.putInt(bytes.length).put(bytes);
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
