package dev.jdock.image.build.cache;

import dev.jdock.image.build.BuildContext;
import dev.jdock.image.build.files.TarTree;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.layer.DiskSpace;
import dev.jdock.image.layer.TarEntry;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * A client's folder as it was sent for earlier builds, while one build has it. It is brought up to
 * date in three steps: {@link #missing} takes away what is not the same any more, {@link #unpack}
 * adds what was sent, {@link #complete} says that all of it is there. Whatever fails between them,
 * the next build gets an empty folder.
 */
public final class KeptContext implements BuildContext {
  private static final String FILES = KeptFolders.FILES;

  private final Path folder;
  private final LongConsumer closing;
  private final ContextListing listing;
  private Map<String, String> told = Map.of();
  private long size;

  /**
   * @param folder with the files and their listing
   * @param size bytes of the files
   * @param closing is told how many these are at the end
   */
  KeptContext(Path folder, long size, LongConsumer closing) {
    this.folder = folder;
    this.size = size;
    this.closing = closing;
    this.listing = new ContextListing(folder);
  }

  @Override
  public Path directory() {
    return folder.resolve(FILES);
  }

  /**
   * Compares with what the client has.
   *
   * @param there all its files, each folder before what is in it
   * @return the numbers of those that have to be sent
   */
  public BitSet missing(List<TarEntry> there) throws IOException {
    Map<String, String> before = listing.take();
    if (before.isEmpty()) {
      empty();
    }
    told = new HashMap<>();
    size = 0;
    BitSet missing = new BitSet(there.size());
    Set<String> sent = new HashSet<>();
    // Folders get other times by what comes into them and goes out of them.
    Set<String> touched = new HashSet<>();
    try (Directory root = Directory.open(directory())) {
      for (int number = 0; number < there.size(); number++) {
        TarEntry file = there.get(number);
        String digest = ContextListing.digest(file);
        told.put(file.path(), digest);
        size += file.size();
        String old = before.remove(file.path());
        boolean linkOfNew = file.hardLink() && sent.contains(file.linkTarget());
        if (digest.equals(old) && !linkOfNew) {
          continue;
        }
        missing.set(number);
        sent.add(file.path());
        touched.add(Trees.parentOf(file.path()));
        if (old != null && hasAttributes(root, file)) {
          remove(root, List.of(file.path()));
          before.keySet().removeIf(path -> path.startsWith(file.path() + "/"));
        }
      }
      remove(root, before.keySet());
    }
    before.keySet().forEach(path -> touched.add(Trees.parentOf(path)));
    for (int number = 0; number < there.size(); number++) {
      TarEntry file = there.get(number);
      if (file.type() == FileType.DIRECTORY && touched.contains(file.path())) {
        missing.set(number);
      }
    }
    return missing;
  }

  private void empty() {
    try (Directory above = Directory.open(folder)) {
      above.removeTree(FILES);
      above.makeDirectory(FILES, 0755);
    }
  }

  /** Whether a folder has any that it may not have any more: unpacking takes none away. */
  private static boolean hasAttributes(Directory root, TarEntry file) {
    if (file.type() != FileType.DIRECTORY) {
      return false;
    }
    try (Directory parent = root.inRoot(Trees.parentOf(file.path()))) {
      return parent.attributes(Trees.nameOf(file.path())).keySet().stream()
          .anyMatch(name -> name.startsWith("user."));
    } catch (SyscallException e) {
      if (!Trees.isMissing(e)) {
        throw e;
      }
      return false;
    }
  }

  private static void remove(Directory root, Collection<String> paths) {
    List<String> inOrder = new ArrayList<>(paths);
    // A folder before what is in it, which is gone then.
    inOrder.sort(null);
    String gone = "/";
    for (String path : inOrder) {
      if (path.startsWith(gone)) {
        continue;
      }
      try (Directory parent = root.inRoot(Trees.parentOf(path))) {
        if (parent.tryStat(Trees.nameOf(path)).isPresent()) {
          parent.removeTree(Trees.nameOf(path));
        }
      } catch (SyscallException e) {
        if (!Trees.isMissing(e)) {
          throw e;
        }
      }
      gone = path + "/";
    }
  }

  /**
   * Adds what was missing.
   *
   * @param archive an uncompressed tar
   */
  public void unpack(InputStream archive) throws IOException {
    try (Directory root = Directory.open(directory())) {
      InputStream guarded = new DiskSpace(folder).guarding(archive);
      TarTree.unpack(new BufferedInputStream(guarded), root, TarTree.Owner.asArchived());
    }
  }

  /** All that the client has told of is there. */
  public void complete() throws IOException {
    listing.write(told);
    told = Map.of();
  }

  /** Gives it back for the next build. */
  @Override
  public void close() {
    closing.accept(size);
  }
}
