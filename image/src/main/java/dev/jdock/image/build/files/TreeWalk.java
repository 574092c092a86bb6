package dev.jdock.image.build.files;

import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Shows what a source has below one of its folders. A folder that is not meant itself is shown when
 * something in it is. Sockets of a root file system are in no layer, and what is removed meanwhile
 * is not there.
 */
final class TreeWalk {
  private record Folder(String path, Directory parent, String name, FileStat stat) {}

  private final IgnorePatterns ignored;
  private final Selection selection;
  private final SourceTree.Visitor visitor;
  private final boolean sockets;

  /** Folders on the way that are not shown yet, the outermost first. */
  private final Deque<Folder> pending = new ArrayDeque<>();

  TreeWalk(
      IgnorePatterns ignored, Selection selection, SourceTree.Visitor visitor, boolean sockets) {
    this.ignored = ignored;
    this.selection = selection;
    this.visitor = visitor;
    this.sockets = sockets;
  }

  /**
   * @param inTree path of the directory in the tree, by which the context's patterns go
   * @param below path of it below the source, by which the instruction's go
   */
  void walk(Directory directory, String inTree, String below) throws IOException {
    List<String> names = directory.list().stream().map(Directory.Entry::name).sorted().toList();
    for (String name : names) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      Optional<FileStat> stat = directory.tryStat(name);
      if (stat.isEmpty()
          || stat.get().isWhiteout()
          || !sockets && stat.get().type() == FileType.SOCKET) {
        continue;
      }
      String path = SourceTree.join(below, name);
      var entry = new Folder(path, directory, name, stat.get());
      if (stat.get().isDirectory()) {
        folder(entry, SourceTree.join(inTree, name));
      } else if (!isIgnored(inTree, name) && selection.includes(path)) {
        showPending();
        visitor.file(path, directory, name, stat.get());
      }
    }
  }

  /** Names are put together for those patterns only that there are. */
  private boolean isIgnored(String folder, String name) {
    return !ignored.isEmpty() && ignored.excludes(SourceTree.join(folder, name));
  }

  private void folder(Folder folder, String inTree) throws IOException {
    boolean excluded = ignored.excludes(inTree);
    boolean shown = !excluded && selection.includes(folder.path());
    if (!shown
        && (excluded && !ignored.hasExceptions() || !selection.maySelectBelow(folder.path()))) {
      return;
    }
    try (Directory child = folder.parent().child(folder.name())) {
      pending.addLast(folder);
      if (shown) {
        showPending();
      }
      walk(child, inTree, folder.path());
      // All that are left are on the way to here, or none is: one that was shown took them along.
      if (pending.isEmpty()) {
        visitor.leave(folder.path(), folder.parent(), folder.name(), folder.stat());
      } else {
        pending.removeLast();
      }
    }
  }

  private void showPending() throws IOException {
    for (Folder folder = pending.pollFirst(); folder != null; folder = pending.pollFirst()) {
      visitor.enter(folder.path(), folder.parent(), folder.name(), folder.stat());
    }
  }
}
