package dev.jdock.image.build.files;

import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
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
  private static final Duration TICK = Duration.ofMillis(50);

  /** Of file systems that keep seconds, or two of them as FAT. */
  private static final Duration COARSE = Duration.ofMillis(2100);

  private static final int NUMBERS = 9;

  private final Instant begun;
  private final MessageDigest digest = Digest.sha256();
  private final ByteBuffer numbers = ByteBuffer.allocate(NUMBERS * Long.BYTES);
  private Instant settled = Instant.MIN;
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
    for (SourceTree.Match match : matches) {
      sightings.begin(tree, match);
      tree.walk(match, sightings);
    }
    return sightings;
  }

  /** To be called before the files of a match are shown. */
  public void begin(SourceTree tree, SourceTree.Match match) {
    note(match.named(), tree.stat(match));
    name(match.actual());
  }

  /** From when on every change of this file gives it other times. */
  public static Instant settled(FileStat stat) {
    return Instant.ofEpochSecond(stat.ctimeSeconds(), stat.ctimeNanos())
        .plus(stat.ctimeNanos() == 0 ? COARSE : TICK);
  }

  /** From when on every change of any of the files gives it other times. */
  public Instant settled() {
    return settled;
  }

  /**
   * Whether the files were the same all the time until they were looked at once more.
   *
   * @param later what was seen then
   */
  public boolean heldUntil(Sightings later) {
    return settled.isBefore(begun) && MessageDigest.isEqual(sum(), later.sum());
  }

  private byte[] sum() {
    if (sum.length == 0) {
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
    numbers.clear();
    numbers.putLong(stat.device()).putLong(stat.inode());
    numbers.putLong(stat.mode()).putLong(((long) stat.uid() << 32) | stat.gid());
    numbers.putLong(stat.size()).putLong(stat.mtimeSeconds()).putLong(stat.mtimeNanos());
    numbers.putLong(stat.ctimeSeconds()).putLong(stat.ctimeNanos());
    digest.update(numbers.array());
    Instant safe = settled(stat);
    if (safe.isAfter(settled)) {
      settled = safe;
    }
  }

  private void name(String text) {
    byte[] bytes = FileNames.encode(text);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
