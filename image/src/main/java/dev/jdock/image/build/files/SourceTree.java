package dev.jdock.image.build.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import dev.jdock.image.text.PathMatch;
import dev.jdock.image.text.Wildcards;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What COPY and ADD read from: a build context seen through its {@code .dockerignore}, or the root
 * file system of an image. No path and no link leads out of it.
 */
public final class SourceTree implements AutoCloseable {

  /**
   * A source found.
   *
   * @param named as the instruction names it, which is the name of the copy
   * @param actual the path with its symbolic links resolved
   * @param selection which of the files below it are meant
   */
  public record Match(String named, String actual, Selection selection) {
    /** A file, or a folder with all that is in it. */
    public Match(String named, String actual) {
      this(named, actual, Selection.all());
    }

    Match with(Selection narrower) {
      return new Match(named, actual, narrower);
    }
  }

  /** Sees a tree in the order of its names, folders before what they hold. */
  public interface Visitor {
    /**
     * @param path below the match
     */
    void enter(String path, Directory parent, String name, FileStat stat) throws IOException;

    void leave(String path, Directory parent, String name, FileStat stat) throws IOException;

    void file(String path, Directory parent, String name, FileStat stat) throws IOException;
  }

  private static final String PIVOT = "/./";
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  private final Directory root;
  private final IgnorePatterns ignored;
  private final boolean ownersCount;

  private SourceTree(Path top, IgnorePatterns ignored, boolean ownersCount) {
    this.root = Directory.open(top);
    this.ignored = ignored;
    this.ownersCount = ownersCount;
  }

  /**
   * Files of a build context are owned by root when they have been copied, regardless of their
   * owner in the context.
   */
  public static SourceTree context(Path top, IgnorePatterns ignored) {
    return new SourceTree(top, ignored, false);
  }

  /** Files that were made for the build, owned by root as those of a context. */
  public static SourceTree plain(Path top) {
    return context(top, IgnorePatterns.none());
  }

  public static SourceTree rootfs(Path top) {
    return new SourceTree(top, IgnorePatterns.none(), true);
  }

  /** Whether copies keep owners and extended attributes. */
  public boolean ownersCount() {
    return ownersCount;
  }

  /**
   * The files a source of COPY stands for, narrowed down by its flags.
   *
   * @param parents whether the names of folders stay, those after {@code /./} if there is one
   * @param excludes patterns of what is left out
   * @throws JdockException {@code "/x": not found}
   */
  public List<Match> find(String source, boolean parents, List<String> excludes) {
    if (!parents) {
      return find(source).stream().map(m -> m.with(Selection.without(excludes))).toList();
    }
    int pivot = source.indexOf(PIVOT);
    String folder = pivot < 0 ? "/" : source.substring(0, pivot);
    String pattern = normalized(pivot < 0 ? source : source.substring(pivot + PIVOT.length()));
    Selection selection =
        pattern.isEmpty() ? Selection.without(excludes) : Selection.of(pattern, excludes);
    List<Match> matches = find(folder).stream().map(m -> m.with(selection)).toList();
    if (selection.namesOne()) {
      matches.forEach(match -> at(join(match.actual(), pattern)));
    }
    return matches;
  }

  /**
   * The files a source stands for: one, or with wildcards any number.
   *
   * @throws JdockException {@code "/x": not found}
   */
  public List<Match> find(String source) {
    String path = normalized(source);
    if (PathMatch.hasWildcards(path)) {
      var matches = new ArrayList<Match>();
      glob("", path, true, matches);
      return matches;
    }
    return List.of(at(source));
  }

  /**
   * The one file or folder of that path, in which wildcards have no meaning.
   *
   * @throws JdockException {@code "/x": not found}
   */
  public Match at(String source) {
    String path = normalized(source);
    var matches = new ArrayList<Match>();
    addIfIncluded(path, matches);
    if (matches.isEmpty()) {
      throw JdockException.notFound(GoQuote.quote("/" + path) + ": not found");
    }
    return matches.getFirst();
  }

  /** Relative to the root; {@code ..} stops there. */
  private static String normalized(String source) {
    return Path.of("/").resolve(source).normalize().toString().substring(1);
  }

  private void addIfIncluded(String path, List<Match> matches) {
    Optional<String> actual = Trees.resolve(root, path);
    if (actual.isEmpty() || (!path.isEmpty() && !included(path))) {
      return;
    }
    if (actual.get().isEmpty() || included(actual.get())) {
      matches.add(new Match(path, actual.get()));
    }
  }

  private boolean included(String path) {
    if (!ignored.excludes(path)) {
      return true;
    }
    if (!ignored.hasExceptions()) {
      return false;
    }
    try (Directory directory = root.inRoot(path)) {
      return holdsIncluded(directory, path);
    } catch (SyscallException e) {
      if (Trees.isMissing(e)) {
        return false;
      }
      throw e;
    }
  }

  private boolean holdsIncluded(Directory directory, String path) {
    for (Directory.Entry entry : directory.list()) {
      String below = join(path, entry.name());
      if (!ignored.excludes(below)) {
        return true;
      }
      if (directory.stat(entry.name()).isDirectory()) {
        try (Directory child = directory.child(entry.name())) {
          if (holdsIncluded(child, below)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static Wildcards component(String pattern) {
    try {
      return PathMatch.of(pattern);
    } catch (JdockException e) {
      throw new JdockException(e.kind(), e.getMessage() + " \"" + pattern + "\"", e);
    }
  }

  /**
   * @param literal whether no component so far had wildcards: a backslash is one in these
   */
  private void glob(String folder, String pattern, boolean literal, List<Match> matches) {
    int slash = pattern.indexOf('/');
    String first = slash < 0 ? pattern : pattern.substring(0, slash);
    String rest = slash < 0 ? "" : pattern.substring(slash + 1);
    if (!PathMatch.hasWildcards(first)) {
      String name = literal ? first : ESCAPED.matcher(first).replaceAll("$1");
      descend(join(folder, name), rest, literal, matches);
      return;
    }
    Wildcards component = component(first);
    List<String> names;
    try (Directory directory = root.inRoot(folder)) {
      names = directory.list().stream().map(Directory.Entry::name).sorted().toList();
    } catch (SyscallException e) {
      if (Trees.isMissing(e) && !(literal && e.errno() == Errno.ENOENT)) {
        return;
      }
      throw literal && e.errno() == Errno.ENOENT
          ? JdockException.notFound("lstat /" + folder + ": " + e.reason())
          : e;
    }
    for (String name : names) {
      if (component.matches(name)) {
        descend(join(folder, name), rest, false, matches);
      }
    }
  }

  private void descend(String path, String rest, boolean literal, List<Match> matches) {
    if (rest.isEmpty()) {
      addIfIncluded(path, matches);
    } else {
      glob(path, rest, literal, matches);
    }
  }

  public FileStat stat(Match match) {
    if (match.actual().isEmpty()) {
      return root.stat(".");
    }
    try (Directory parent = root.inRoot(Trees.parentOf(match.actual()))) {
      return parent.stat(Trees.nameOf(match.actual()));
    }
  }

  /** Opens a match that is a regular file. */
  public Fd open(Match match) {
    return root.openInRoot(match.actual(), Fd.O_RDONLY | Fd.O_NONBLOCK | Fd.O_NOCTTY);
  }

  /** Shows a file, or what a folder holds but not the folder itself. */
  public void walk(Match match, Visitor visitor) throws IOException {
    FileStat stat = stat(match);
    if (stat.isDirectory()) {
      try (Directory directory = root.inRoot(match.actual())) {
        new TreeWalk(ignored, match.selection(), visitor, !ownersCount)
            .walk(directory, match.actual(), "");
      }
      return;
    }
    try (Directory parent = root.inRoot(Trees.parentOf(match.actual()))) {
      visitor.file("", parent, Trees.nameOf(match.actual()), stat);
    }
  }

  /** Takes notes of what {@link #walk} would show. */
  void look(Match match, FolderNotes notes) throws IOException {
    FileStat stat = stat(match);
    if (stat.isDirectory()) {
      try (Directory directory = root.inRoot(match.actual())) {
        new FolderLook(ignored, match.selection(), !ownersCount)
            .look(directory, match.actual(), notes);
      }
      return;
    }
    notes.entry(Trees.nameOf(match.actual()), stat);
  }

  static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  @Override
  public void close() {
    root.close();
  }
}
