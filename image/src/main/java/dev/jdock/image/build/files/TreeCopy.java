package dev.jdock.image.build.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.GrowingArchive;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies files into a root file system. Directories that are there already keep their owner and
 * mode when they are the destination, and take the source's when they are below it.
 */
public final class TreeCopy {

  /**
   * What copies get instead of what their sources have.
   *
   * @param owner null to keep a root file system's owners
   * @param mode null to keep the source's
   * @param made time of last modification of directories made on the way; null for now
   */
  public record Attributes(
      @Nullable Ownership owner, @Nullable ModeChange mode, @Nullable Instant made) {}

  private final Directory root;
  private final @Nullable Directory upper;
  private final @Nullable GrowingArchive archive;
  private final Attributes attributes;
  private final Map<TreeWriter.Inode, TreeWriter.Place> linked = new HashMap<>();
  // Whether a folder was made for the match that is being copied: what leads to it is new, then.
  private boolean made;

  public TreeCopy(Directory root, Attributes attributes) {
    this(root, null, null, attributes);
  }

  /**
   * Copies to an overlay, and what is below new folders past it: overlayfs does no more there than
   * to hand the calls on, which takes longer than they do themselves.
   *
   * @param upper the overlay's upper directory; null where the root is no overlay
   * @param archive is told what is copied; null if nobody wants to know
   */
  public TreeCopy(
      Directory root,
      @Nullable Directory upper,
      @Nullable GrowingArchive archive,
      Attributes attributes) {
    this.root = root;
    this.upper = upper;
    this.archive = archive;
    this.attributes = attributes;
  }

  /** Copies a match to {@code destination}, absolute, a slash at the end meaning a directory. */
  public void copy(SourceTree source, SourceTree.Match match, String destination)
      throws IOException {
    made = false;
    String folder = destination.endsWith("/") ? destination : Trees.parentOf(destination);
    makeDirectories(folder).close();
    String leadsTo = Trees.destination(root, destination);
    Optional<String> actual = Trees.resolve(root, leadsTo);
    boolean isDirectory = actual.isPresent() && isDirectory(actual.get());
    if (source.stat(match).isDirectory()) {
      if (actual.isPresent() && !isDirectory) {
        throw JdockException.invalid("cannot copy to non-directory: " + destination);
      }
      copyInto(source, match, destination, null);
    } else if (isDirectory) {
      copyInto(source, match, destination, Trees.nameOf(match.named()));
    } else {
      String file = actual.orElse(Trees.withoutSlashes(leadsTo));
      makeDirectories(Trees.parentOf(file)).close();
      copyInto(source, match, Trees.parentOf(file), Trees.nameOf(file));
    }
  }

  private void copyInto(
      SourceTree source, SourceTree.Match match, String folder, @Nullable String as)
      throws IOException {
    boolean existed = Trees.resolve(root, folder).isPresent();
    try (Directory target = makeDirectories(folder)) {
      FileStat before = target.stat(".");
      CopyNotes notes = notes(target, as == null ? source.stat(match) : before);
      var place = new TreeWriter.Destination(root, upper, target, folder, as, made);
      try (var writer = new TreeWriter(source.ownersCount(), attributes, linked, place, notes)) {
        source.walk(match, writer);
      }
      if (as == null) {
        FileStat whole = source.stat(match);
        target.setModified(".", whole.mtimeSeconds(), whole.mtimeNanos());
      } else if (existed || attributes.made() != null) {
        // A changed entry is no change of the directory itself, in the layer that results.
        target.setModified(".", before.mtimeSeconds(), before.mtimeNanos());
      }
    }
  }

  /**
   * @param dated whose time the target has in the end
   */
  private CopyNotes notes(Directory target, FileStat dated) throws IOException {
    if (archive == null) {
      return CopyNotes.none();
    }
    try (Fd itself = target.openInRoot(".", Fd.O_PATH)) {
      return CopyNotes.in(archive, root, Trees.pathOf(root, itself), dated);
    }
  }

  private boolean isDirectory(String path) {
    if (path.isEmpty()) {
      return true;
    }
    try (Directory parent = root.inRoot(Trees.parentOf(path))) {
      return parent.stat(Trees.nameOf(path)).isDirectory();
    }
  }

  /** Opens a directory of the root file system, making what is missing. */
  public Directory makeDirectories(String path) {
    try {
      return Trees.makeDirectories(root, Trees.withoutSlashes(path), this::describeMade);
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOTDIR || e.errno() == Errno.EEXIST) {
        throw JdockException.invalid("mkdir /" + Trees.withoutSlashes(path) + ": not a directory");
      }
      throw e;
    }
  }

  private void describeMade(Directory parent, String name) {
    made = true;
    Ownership owner = attributes.owner() == null ? Ownership.ROOT : attributes.owner();
    ModeChange mode = attributes.mode();
    parent.setOwner(name, owner.uid(), owner.gid());
    parent.setMode(name, mode == null ? 0755 : mode.ofMadeFolder());
    Instant time = attributes.made();
    if (time != null) {
      parent.setModified(name, time.getEpochSecond(), time.getNano());
    }
  }
}
