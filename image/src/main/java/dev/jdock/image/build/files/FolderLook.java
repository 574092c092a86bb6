package dev.jdock.image.build.files;

import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.mount.PrivateMounts;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes notes of what stat(2) tells of all that {@link TreeWalk} would show. What many folders hold
 * is looked at by as many threads as there are processors: the kernel's part of it is most of an
 * unchanged build. A thread with mounts of its own looks alone: a pool's thread that began there
 * would hold them.
 */
final class FolderLook {
  /** Before that many entries, to wake another thread takes longer than it helps. */
  private static final int FEW = 256;

  private final IgnorePatterns ignored;
  private final Selection selection;
  private final boolean sockets;
  private final boolean alone = PrivateMounts.isHere();
  private final AtomicLong entries = new AtomicLong();
  private volatile boolean interrupted;
  private volatile @Nullable RuntimeException failure;

  FolderLook(IgnorePatterns ignored, Selection selection, boolean sockets) {
    this.ignored = ignored;
    this.selection = selection;
    this.sockets = sockets;
  }

  /**
   * @param inTree path of the directory in the tree
   */
  void look(Directory directory, String inTree, FolderNotes notes) throws InterruptedIOException {
    fill(directory, inTree, "", notes);
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    if (interrupted) {
      throw new InterruptedIOException();
    }
  }

  /** A folder in another one, which stays open until this one has been looked at. */
  private final class Folder extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    private final transient Directory parent;
    private final String name;
    private final transient FileStat stat;
    private final String inTree;
    private final String path;
    private final boolean shown;
    private final transient FolderNotes notes = new FolderNotes();

    Folder(
        Directory parent, String name, FileStat stat, String inTree, String path, boolean shown) {
      this.parent = parent;
      this.name = name;
      this.stat = stat;
      this.inTree = inTree;
      this.path = path;
      this.shown = shown;
    }

    @Override
    protected void compute() {
      if (isStopped()) {
        return;
      }
      try (Directory directory = parent.child(name)) {
        fill(directory, inTree, path, notes);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }

  private boolean isStopped() {
    if (Thread.currentThread().isInterrupted()) {
      interrupted = true;
    }
    return interrupted || failure != null;
  }

  private void fill(Directory directory, String inTree, String below, FolderNotes notes) {
    List<String> names = directory.list().stream().map(Directory.Entry::name).sorted().toList();
    entries.addAndGet(names.size());
    var files = new FileStat[names.size()];
    var folders = new Folder[names.size()];
    List<Folder> found = new ArrayList<>();
    for (int i = 0; i < files.length && !isStopped(); i++) {
      String name = names.get(i);
      Optional<FileStat> stat = directory.tryStat(name);
      if (stat.isEmpty()
          || stat.get().isWhiteout()
          || !sockets && stat.get().type() == FileType.SOCKET) {
        continue;
      }
      String path = SourceTree.join(below, name);
      if (stat.get().isDirectory()) {
        Folder folder = folder(directory, name, stat.get(), SourceTree.join(inTree, name), path);
        if (folder != null) {
          folders[i] = folder;
          found.add(folder);
        }
      } else if (!isIgnored(inTree, name) && selection.includes(path)) {
        files[i] = stat.get();
      }
    }
    lookInto(found);
    for (int i = 0; i < files.length && !isStopped(); i++) {
      Folder folder = folders[i];
      if (files[i] != null) {
        notes.entry(names.get(i), files[i]);
      } else if (folder != null && (folder.shown || !folder.notes.isEmpty())) {
        notes.folder(names.get(i), folder.stat, folder.notes);
      }
    }
  }

  private @Nullable Folder folder(
      Directory parent, String name, FileStat stat, String inTree, String path) {
    boolean excluded = ignored.excludes(inTree);
    boolean shown = !excluded && selection.includes(path);
    boolean open =
        shown || (!excluded || ignored.hasExceptions()) && selection.maySelectBelow(path);
    return open ? new Folder(parent, name, stat, inTree, path, shown) : null;
  }

  /** Names are put together for those patterns only that there are. */
  private boolean isIgnored(String folder, String name) {
    return !ignored.isEmpty() && ignored.excludes(SourceTree.join(folder, name));
  }

  private void lookInto(List<Folder> folders) {
    int next = 0;
    while (next < folders.size() && (alone || entries.get() <= FEW)) {
      folders.get(next).compute();
      next++;
    }
    List<Folder> rest = folders.subList(next, folders.size());
    for (Folder folder : rest.subList(Math.min(1, rest.size()), rest.size())) {
      folder.fork();
    }
    if (!rest.isEmpty()) {
      rest.getFirst().compute();
      // Those that no other thread has taken are taken back, the last first.
      for (Folder folder : rest.subList(1, rest.size()).reversed()) {
        if (folder.tryUnfork()) {
          folder.compute();
        } else {
          await(folder);
        }
      }
    }
  }

  private void await(Folder folder) {
    try {
      folder.get();
    } catch (InterruptedException _) {
      interrupted = true;
      folder.quietlyJoin();
      Thread.currentThread().interrupt();
    } catch (ExecutionException | CancellationException e) {
      failure = new IllegalStateException(e);
    }
  }
}
