package dev.jdock.cli.engine;

import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.CallerPathException;
import dev.jdock.cli.DescriptorPath;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.mount.RootDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files of a process that has a root or mounts of its own. /proc/PID/root is its root directory in
 * its own mount namespace, so paths below it are resolved as that process sees them; the kernel
 * resolves absolute links and {@code ..} there too (RESOLVE_IN_ROOT, {@link RootDirectory}). A path
 * becomes a descriptor, of the file or of the folder that holds it, by which the engine reaches it
 * from anywhere: /proc/self/fd/N. No link of the caller's is left for the engine to follow.
 */
final class ForeignFiles implements CallerFiles {
  /** As many links as the kernel follows in one path: path_resolution(7). */
  private static final int MAX_LINKS = 40;

  private static final Path TOP = Path.of("/");

  private final RootDirectory root;
  private final @Nullable Path directory;
  private final long pid;
  private final boolean ownsRoot;

  /** Guarded by this. */
  private final List<Fd> held = new ArrayList<>();

  private ForeignFiles(RootDirectory root, @Nullable Path directory, long pid, boolean ownsRoot) {
    this.root = root;
    this.directory = directory;
    this.pid = pid;
    this.ownsRoot = ownsRoot;
  }

  /**
   * Those of a process.
   *
   * @param shells what its shell calls the working directory, $PWD
   * @throws IOException when the process has ended
   * @throws SyscallException when the engine may not look into it
   */
  static ForeignFiles of(long pid, @Nullable String shells) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    RootDirectory root = RootDirectory.open(process.resolve("root"));
    try (Fd current = Fd.open(process.resolve("cwd"), Fd.O_PATH | Fd.O_DIRECTORY)) {
      Path directory = null;
      for (Path name : names(root, current, shells)) {
        if (directory == null && leadsTo(root, name, current)) {
          directory = name;
        }
      }
      return new ForeignFiles(root, directory, pid, true);
    } catch (IOException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /** What the working directory may be called: as the shell does, as the kernel does. */
  private static List<Path> names(RootDirectory root, Fd current, @Nullable String shells)
      throws IOException {
    List<Path> names = new ArrayList<>();
    if (shells != null && shells.startsWith("/")) {
      names.add(Path.of(shells));
    }
    below(root, current).ifPresent(names::add);
    return names;
  }

  /**
   * Paths from the kernel begin at the root of the mount namespace; these begin at the process's
   * root directory.
   */
  private static Optional<Path> below(RootDirectory root, Fd file) throws IOException {
    Path top = Files.readSymbolicLink(root.descriptor().procPath());
    Path path = Files.readSymbolicLink(file.procPath());
    return path.startsWith(top) ? Optional.of(TOP.resolve(top.relativize(path))) : Optional.empty();
  }

  private static boolean leadsTo(RootDirectory root, Path name, Fd directory) throws IOException {
    try (Fd found = root.open(name.toString(), Fd.O_PATH | Fd.O_DIRECTORY)) {
      return Files.isSameFile(found.procPath(), directory.procPath());
    } catch (SyscallException e) {
      return false;
    }
  }

  @Override
  public Path workingDirectory() {
    if (directory == null) {
      throw CallerPathException.noWorkingDirectory();
    }
    return directory;
  }

  @Override
  public Path target(Path named) {
    Optional<Path> descriptor = DescriptorPath.of(named, pid);
    if (descriptor.isPresent()) {
      return descriptor.get();
    }
    Optional<Fd> file = open(named);
    return file.isPresent() ? hold(file.get()) : locate(named, true);
  }

  private Optional<Fd> open(Path named) {
    try {
      return Optional.of(root.open(named.toString(), Fd.O_PATH));
    } catch (SyscallException e) {
      return Optional.empty();
    }
  }

  @Override
  public Path destination(Path named) {
    return DescriptorPath.of(named, pid).orElseGet(() -> locate(named, true));
  }

  @Override
  public Path entry(Path named) {
    return locate(named, false);
  }

  /**
   * The folder that holds an entry, and the entry's name. Of what is missing, the folder is the
   * last one that is there, and several names follow; none but the last may be a link by then.
   */
  private Path locate(Path named, boolean follow) {
    String path = named.toString();
    for (int links = 0; links <= MAX_LINKS; links++) {
      Place place = place(path);
      String link = place.rest().isEmpty() ? null : linkAt(place);
      boolean last = place.rest().size() == 1;
      if (link == null || (last && !follow)) {
        return hold(place.folder()).resolve(place.rest().isEmpty() ? "." : place.names());
      }
      place.folder().close();
      String tail = String.join("/", place.rest().subList(1, place.rest().size()));
      path = (link.startsWith("/") ? link : place.path() + "/" + link) + (last ? "" : "/" + tail);
    }
    throw new CallerPathException(named + ": too many levels of symbolic links");
  }

  /** How far a path goes: a folder, its own path, and what follows it, with at least one name. */
  private record Place(Fd folder, String path, List<String> rest) {
    String names() {
      return String.join("/", rest);
    }
  }

  /** The longest way along a path that is there, but for the last name. */
  private Place place(String path) {
    List<String> names = new ArrayList<>();
    String folder = path;
    while (true) {
      String trimmed = folder.replaceAll("/+$", "");
      int slash = trimmed.lastIndexOf('/');
      String name = trimmed.substring(slash + 1);
      boolean plain = !name.isEmpty() && !name.equals(".") && !name.equals("..");
      if (plain) {
        names.addFirst(name);
        folder = slash <= 0 ? "/" : trimmed.substring(0, slash);
      }
      Optional<Fd> found = openDirectory(folder);
      if (found.isPresent()) {
        return new Place(found.get(), folder, names);
      }
      if (!plain) {
        // It goes up from a folder that is not there.
        throw new CallerPathException(path + ": no such file or directory");
      }
    }
  }

  private Optional<Fd> openDirectory(String path) {
    try {
      return Optional.of(root.open(path, Fd.O_PATH | Fd.O_DIRECTORY));
    } catch (SyscallException e) {
      if (e.errno() == Errno.EMFILE || e.errno() == Errno.ENFILE || path.equals("/")) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static @Nullable String linkAt(Place place) {
    Path first = place.folder().procPath().resolve(place.rest().getFirst());
    try {
      return Files.readSymbolicLink(first).toString();
    } catch (IOException e) {
      return null;
    }
  }

  private synchronized Path hold(Fd fd) {
    held.add(fd);
    return fd.procPath();
  }

  @Override
  public Path real(Path named) throws IOException {
    try (Fd file = open(named).orElseThrow(() -> new NoSuchFileException(named.toString()))) {
      return below(root, file).orElseThrow(() -> new NoSuchFileException(named.toString()));
    }
  }

  @Override
  public boolean sharesWithEngine(Path named) {
    Path path = named;
    Path parent = path.getParent();
    // What is in neither view would be made in the last folder that is there.
    while (parent != null && open(path).map(ForeignFiles::closed).isEmpty() && isNothing(path)) {
      path = parent;
      parent = path.getParent();
    }
    Optional<Fd> file = open(path);
    if (file.isEmpty()) {
      return false;
    }
    try (Fd found = file.get()) {
      return Files.isSameFile(found.procPath(), path);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isNothing(Path path) {
    return !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Fd closed(Fd fd) {
    fd.close();
    return fd;
  }

  @Override
  public CallerFiles scope() {
    return new ForeignFiles(root, directory, pid, false);
  }

  @Override
  public synchronized void close() {
    held.forEach(Fd::close);
    held.clear();
    if (ownsRoot) {
      root.close();
    }
  }
}
