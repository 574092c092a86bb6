package dev.jdock.image.build.files;

import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
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
  private static final long SECOND = 1_000_000_000;

  private final Instant begun;
  private final Deque<FolderNotes> open = new ArrayDeque<>(List.of(new FolderNotes()));
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
      tree.look(match, top());
    }
  }

  /** To be called before the files of a match are shown. */
  public void begin(SourceTree tree, SourceTree.Match match) {
    top().entry(match.named(), tree.stat(match));
    top().name(match.actual());
  }

  private FolderNotes top() {
    return open.element();
  }

  /** From when on every change of this file gives it other times. */
  public static Instant settled(FileStat stat) {
    return instant(FolderNotes.settled(stat));
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }

  /** From when on every change of any of the files gives it other times. */
  public Instant settled() {
    return instant(top().settled());
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
      sum = top().sum();
    }
    return sum;
  }

  @Override
  public void enter(String path, Directory parent, String name, FileStat stat) {
    open.push(new FolderNotes());
  }

  @Override
  public void leave(String path, Directory parent, String name, FileStat stat) {
    FolderNotes below = open.pop();
    top().folder(name, stat, below);
  }

  @Override
  public void file(String path, Directory parent, String name, FileStat stat) {
    top().entry(name, stat);
  }
}
