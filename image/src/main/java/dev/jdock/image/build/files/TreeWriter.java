package dev.jdock.image.build.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.file.OpenFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Writes what it is shown of a tree below one folder. */
final class TreeWriter implements SourceTree.Visitor, AutoCloseable {
  private static final int SET_GROUP_ID = 02000;

  record Inode(long device, long number) {}

  /**
   * @param below path below the destination
   */
  record Place(String folder, String name, String below) {}

  /**
   * Where copies go.
   *
   * @param upper see {@link TreeCopy}
   * @param target the folder
   * @param folder its path
   * @param as name of the copy of a single file; null to keep the names
   * @param fresh whether the folder has been made for these copies, and is empty
   */
  record Destination(
      Directory root,
      @Nullable Directory upper,
      Directory target,
      String folder,
      @Nullable String as,
      boolean fresh) {}

  /**
   * A folder that copies are being written to.
   *
   * @param fresh whether it was empty at first
   * @param direct whether it is opened in the upper directory, past the overlay
   * @param rootOwned whether files that are made in it are the superuser's
   */
  private record Level(Directory directory, boolean fresh, boolean direct, boolean rootOwned) {}

  private final boolean ownersCount;
  private final TreeCopy.Attributes attributes;
  private final Map<Inode, Place> linked;
  private final Destination destination;
  private final CopyNotes notes;
  private final Deque<Level> open = new ArrayDeque<>();

  /**
   * @param ownersCount whether owners and all extended attributes are copied
   * @param linked where files with several names have been copied to
   * @param notes closed by this
   */
  TreeWriter(
      boolean ownersCount,
      TreeCopy.Attributes attributes,
      Map<Inode, Place> linked,
      Destination destination,
      CopyNotes notes) {
    this.ownersCount = ownersCount;
    this.attributes = attributes;
    this.linked = linked;
    this.destination = destination;
    this.notes = notes;
    open.push(level(destination.target().child("."), destination.fresh(), false));
  }

  private Level current() {
    return open.element();
  }

  /** Takes the folder over. */
  private Level level(Directory folder, boolean fresh, boolean direct) {
    if (!fresh) {
      return new Level(folder, false, false, false);
    }
    Directory upper = destination.upper();
    Directory opened = folder;
    if (upper != null && !direct) {
      try (folder;
          Fd found = folder.openInRoot(".", Fd.O_PATH)) {
        opened = upper.inRoot(Trees.pathOf(destination.root(), found));
      }
    }
    FileStat stat = opened.stat(".");
    boolean rootOwned = stat.uid() == 0 && stat.gid() == 0 && (stat.mode() & SET_GROUP_ID) == 0;
    return new Level(opened, true, upper != null, rootOwned);
  }

  @Override
  public void enter(String path, Directory parent, String name, FileStat stat) throws IOException {
    Level here = current();
    Optional<FileStat> old = here.fresh() ? Optional.empty() : here.directory().tryStat(name);
    if (old.isEmpty()) {
      here.directory().makeDirectory(name, 0700);
    } else if (!old.get().isDirectory()) {
      throw JdockException.invalid("cannot copy to non-directory: " + shown(path));
    }
    if (notes.areTaken()) {
      notes.folder(path, mode(stat), owner(stat), stat, copied(parent.attributes(name)));
    }
    open.push(level(here.directory().child(name), old.isEmpty(), here.direct()));
  }

  @Override
  public void leave(String path, Directory parent, String name, FileStat stat) {
    open.pop().directory().close();
    describe(parent, name, stat, current().directory(), name);
  }

  @Override
  public void file(String path, Directory parent, String name, FileStat stat) throws IOException {
    String as = destination.as();
    String copy = path.isEmpty() && as != null ? as : name;
    Directory to = current().directory();
    Optional<FileStat> old = current().fresh() ? Optional.empty() : to.tryStat(copy);
    if (old.isPresent()) {
      if (old.get().isDirectory()) {
        throw JdockException.invalid(
            "cannot replace to directory " + shown(path.isEmpty() ? copy : path) + " with file");
      }
      to.removeFile(copy);
    }
    String below = path.isEmpty() ? copy : path;
    if (stat.links() > 1 && link(below, copy, stat)) {
      return;
    }
    if (stat.type() == FileType.REGULAR) {
      regular(parent, name, stat, copy, below);
    } else {
      make(parent, name, stat, to, copy);
      describe(parent, name, stat, to, copy);
      notes.special(below, to, copy);
    }
  }

  private String shown(String path) {
    return "/" + Trees.withoutSlashes(destination.folder() + "/" + path);
  }

  /** Names of one file in the source are names of one file in the copy. */
  private boolean link(String below, String copy, FileStat stat) throws IOException {
    String parent = Trees.parentOf(below);
    Place here = new Place(Trees.withoutSlashes(destination.folder() + "/" + parent), copy, below);
    Place first = linked.putIfAbsent(new Inode(stat.device(), stat.inode()), here);
    if (first == null || first.equals(here)) {
      return false;
    }
    try (Directory from = placeOf(first)) {
      current().directory().makeLink(copy, from, first.name());
    }
    notes.link(below, current().directory(), copy, first.below());
    return true;
  }

  /** By the way on which the current folder is open: links go from mount to mount never. */
  private Directory placeOf(Place place) {
    Directory upper = destination.upper();
    if (upper == null || !current().direct()) {
      return destination.root().inRoot(place.folder());
    }
    try (Fd folder = destination.root().openInRoot(place.folder(), Fd.O_PATH)) {
      return upper.inRoot(Trees.pathOf(destination.root(), folder));
    }
  }

  private static void make(
      Directory parent, String name, FileStat stat, Directory to, String copy) {
    switch (stat.type()) {
      case SYMLINK -> to.makeSymlink(copy, parent.readSymlink(name));
      case FIFO -> to.makeNode(copy, FileType.FIFO, 0600, 0, 0);
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          to.makeNode(copy, stat.type(), 0600, stat.rdevMajor(), stat.rdevMinor());
      // BuildKit receives a socket of a context as an empty file.
      case SOCKET -> to.createFile(copy, 0600).close();
      case REGULAR, DIRECTORY -> throw new IllegalArgumentException("made elsewhere: " + name);
    }
  }

  /** In the order of {@link #describe}, by descriptors. */
  private void regular(Directory parent, String name, FileStat stat, String copy, String below)
      throws IOException {
    Directory folder = current().directory();
    try (Fd from = parent.openFile(name);
        Fd into = folder.createFile(copy, 0600)) {
      notes.copy(from, into, stat);
      Ownership owner = owner(stat);
      if (!current().rootOwned() || !owner.equals(Ownership.ROOT)) {
        OpenFile.setOwner(into, owner.uid(), owner.gid());
      }
      OpenFile.setMode(into, mode(stat));
      copied(OpenFile.attributes(from))
          .forEach((key, value) ->
              ExtendedAttributes.set(key, () -> OpenFile.setAttribute(into, key, value)));
      OpenFile.setModified(into, stat.mtimeSeconds(), stat.mtimeNanos());
      notes.file(below, stat, into, folder, copy);
    }
  }

  /** Owner before mode and attributes: chown(2) clears set-user-ID and file capabilities. */
  private void describe(Directory from, String source, FileStat stat, Directory to, String name) {
    Ownership owner = owner(stat);
    to.setOwner(name, owner.uid(), owner.gid());
    if (stat.type() != FileType.SYMLINK) {
      to.setMode(name, mode(stat));
    }
    copied(from.attributes(source))
        .forEach(
            (key, value) -> ExtendedAttributes.set(key, () -> to.setAttribute(name, key, value)));
    to.setModified(name, stat.mtimeSeconds(), stat.mtimeNanos());
  }

  private Ownership owner(FileStat stat) {
    Ownership owner = attributes.owner();
    if (owner != null) {
      return owner;
    }
    return ownersCount ? new Ownership(stat.uid(), stat.gid()) : Ownership.ROOT;
  }

  private int mode(FileStat stat) {
    ModeChange mode = attributes.mode();
    return mode == null ? stat.mode() : mode.apply(stat.mode(), stat.isDirectory());
  }

  private SortedMap<String, byte[]> copied(SortedMap<String, byte[]> attributes) {
    if (!attributes.isEmpty()) {
      attributes
          .keySet()
          .removeIf(key ->
              !ownersCount && !ExtendedAttributes.ofContext(key)
                  || ExtendedAttributes.ofMachine(key));
    }
    return attributes;
  }

  @Override
  public void close() {
    open.forEach(level -> level.directory().close());
    notes.close();
  }
}
