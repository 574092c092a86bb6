package dev.jdock.runtime.volume;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** {@code <root>/volumes/<name>/_data}: folders that outlive the containers they are mounted in. */
public final class VolumeStore {
  private static final String DATA = "_data";

  private static final Pattern ANONYMOUS = Pattern.compile("[0-9a-f]{64}");

  private final Path root;
  private final ReentrantReadWriteLock making = new ReentrantReadWriteLock();

  public VolumeStore(Path stateRoot) {
    this.root = stateRoot.resolve("volumes");
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw JdockException.internal("cannot make " + root + ": " + e.getMessage(), e);
    }
  }

  /** Where a volume's files are, whether it exists or not. */
  public Path data(String name) {
    return root.resolve(name).resolve(DATA);
  }

  public boolean exists(String name) {
    return Files.isDirectory(data(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes the volume if there is none of that name. */
  public Path obtain(String name) {
    Path data = data(name);
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw JdockException.internal("cannot make volume " + name + ": " + e.getMessage(), e);
    }
    return data;
  }

  /**
   * Gives an empty volume what the image has at the mount's destination: content, owner, mode.
   *
   * @param lowerDirs of the image, uppermost first
   * @param mountPoint an empty folder, used for the time of the call
   */
  public synchronized void fill(
      String name, List<Path> lowerDirs, String destination, Path mountPoint) {
    Path data = obtain(name);
    if (isEmpty(data)) {
      new VolumeFilling(lowerDirs, destination, data, mountPoint).run();
    }
  }

  private static boolean isEmpty(Path folder) {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Names of all there are, sorted. */
  public List<String> names() {
    try (var folders = Files.list(root)) {
      return folders.map(folder -> String.valueOf(folder.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + root + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of a volume's files. */
  public long size(String name) {
    return TreeSize.of(data(name));
  }

  /** Keeps {@link #removeAnonymous} from running while a container's volumes are being made. */
  public Making making() {
    making.readLock().lock();
    return making.readLock()::unlock;
  }

  /** Until it is closed, by the same thread, every volume stays. */
  @FunctionalInterface
  public interface Making extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Removes unused volumes whose name is an id.
   *
   * @param used names of volumes in use, called while no container is being created
   * @return name and former size in bytes of each
   */
  public Map<String, Long> removeAnonymous(Supplier<Set<String>> used) {
    Map<String, Long> removed = new LinkedHashMap<>();
    making.writeLock().lock();
    try {
      Set<String> kept = used.get();
      for (String name : names()) {
        if (ANONYMOUS.matcher(name).matches() && !kept.contains(name)) {
          removed.put(name, size(name));
          remove(name);
        }
      }
      return removed;
    } finally {
      making.writeLock().unlock();
    }
  }

  public void remove(String name) {
    if (Files.exists(root.resolve(name))) {
      try (Directory volumes = Directory.open(root)) {
        volumes.removeTree(name);
      }
    }
  }
}
