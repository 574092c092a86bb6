package dev.jdock.image.build.git;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Looks at folders as a server has sent them before any file is made: two entries of one name, a
 * link and a folder, could lead a file out of the tree, and {@code .git} is no name for one. JGit
 * does this for whole histories only.
 */
final class CheckedTree {
  private static final int LARGEST = 32 << 20;

  private final ObjectReader reader;
  private final ObjectChecker checker = new ObjectChecker();
  private final Set<ObjectId> seen = new HashSet<>();

  private CheckedTree(ObjectReader reader) {
    this.reader = reader;
  }

  /**
   * @throws JdockException INVALID for a tree that is none
   */
  static void check(ObjectReader reader, ObjectId tree) throws IOException {
    new CheckedTree(reader).check(tree);
  }

  private void check(ObjectId tree) throws IOException {
    if (!seen.add(tree)) {
      return;
    }
    byte[] raw = reader.open(tree, Constants.OBJ_TREE).getCachedBytes(LARGEST);
    try {
      checker.checkTree(tree, raw);
    } catch (CorruptObjectException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "tree " + tree.name() + ": " + e.getMessage(), e);
    }
    var entries = new CanonicalTreeParser();
    entries.reset(raw);
    for (; !entries.eof(); entries.next()) {
      if (entries.getEntryFileMode().equals(FileMode.TREE)) {
        check(entries.getEntryObjectId());
      }
    }
  }
}
