package dev.jdock.runtime.volume;

import dev.jdock.image.content.DurableFiles;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.runtime.engine.Volume;
import dev.jdock.runtime.engine.VolumeList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** {@code <root>/volumes/<name>/_data}: folders that outlive the containers they are mounted in. */
public final class VolumeStore {
  private static final String DATA = "_data";

  /** What a folder's name begins with until it is a volume; no volume has such a name. */
  private static final String UNFINISHED = ".new-";

  private static final Pattern ANONYMOUS = Pattern.compile("[0-9a-f]{64}");

  private final Path root;
  private final VolumeLocks locks = new VolumeLocks();
  private final ReentrantReadWriteLock making = new ReentrantReadWriteLock();

  public VolumeStore(Path stateRoot) {
    this.root = stateRoot.resolve("volumes");
    try {
      Files.createDirectories(root);
      removeUnfinished();
    } catch (IOException e) {
      throw JdockException.internal("cannot make " + root + ": " + e.getMessage(), e);
    }
  }

  /** Of an engine that was killed. */
  private void removeUnfinished() throws IOException {
    try (var folders = Files.newDirectoryStream(root, UNFINISHED + "*");
        Directory volumes = Directory.open(root)) {
      folders.forEach(folder -> volumes.removeTree(String.valueOf(folder.getFileName())));
    }
  }

  /** Where a volume's files are, whether it exists or not. */
  public Path data(String name) {
    return root.resolve(name).resolve(DATA);
  }

  public boolean exists(String name) {
    return Files.isDirectory(data(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * A name as it was given, if it can be a volume's.
   *
   * @throws JdockException INVALID in Docker's words
   */
  public static String checkedName(String name) {
    if (name.length() == 1) {
      throw JdockException.invalid(
          "create "
              + name
              + ": volume name is too short, names should be at least two alphanumeric characters");
    }
    if (!BindSpec.VOLUME_NAME.matcher(name).matches()) {
      throw BindSpec.invalidName(name);
    }
    return name;
  }

  /**
   * Makes the volume if there is none of that name; one that is there stays as it is.
   *
   * @param options of the driver
   * @throws JdockException INVALID for options that make no mount
   */
  public Volume create(
      String name, Map<String, String> labels, Map<String, String> options, Instant now) {
    if (exists(name)) {
      return volume(name);
    }
    try {
      DriverOptions.check(options);
    } catch (JdockException e) {
      throw new JdockException(e.kind(), "create " + name + ": " + e.getMessage(), e);
    }
    try (Making _ = making()) {
      locks.run(name, () -> make(name, new VolumeRecord(now, labels, options)));
      return volume(name);
    }
  }

  /** With the volume's lock: another command may have made it by now, and put files into it. */
  private void make(String name, VolumeRecord record) {
    if (exists(name)) {
      return;
    }
    Path directory = root.resolve(name);
    try {
      Files.createDirectories(directory);
      record.write(directory);
      Files.createDirectory(data(name));
    } catch (IOException e) {
      remove(name);
      throw JdockException.internal("cannot make volume " + name + ": " + Reason.of(e), e);
    }
  }

  /** Every volume whose record can be read, by name, and a line for each whose record cannot. */
  public VolumeList list() {
    List<Volume> volumes = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (String name : names()) {
      try {
        if (exists(name)) {
          volumes.add(volume(name));
        }
      } catch (JdockException e) {
        warnings.add(String.valueOf(e.getMessage()));
      }
    }
    return new VolumeList(volumes, warnings);
  }

  /** Empty for what is no volume's name, too. */
  public Optional<Volume> find(String name) {
    return BindSpec.VOLUME_NAME.matcher(name).matches() && exists(name)
        ? Optional.of(volume(name))
        : Optional.empty();
  }

  private Volume volume(String name) {
    VolumeRecord record = VolumeRecord.read(root.resolve(name)).orElseGet(() -> ofContainer(name));
    return new Volume(
        name, "local", data(name).toString(), record.created(), record.labels(), record.options());
  }

  /** Fills the folder of a new volume. */
  @FunctionalInterface
  public interface Filler {
    void fill(Directory data) throws IOException;
  }

  /**
   * Makes a volume that has its files when it appears; nothing is left when they cannot be had.
   *
   * @throws JdockException CONFLICT when the name is taken
   */
  public Volume create(String name, Map<String, String> labels, Instant now, Filler filler) {
    requireFree(name);
    String unfinished = UNFINISHED + name;
    try (Directory volumes = Directory.open(root)) {
      claim(volumes, unfinished, name);
      try {
        Path directory = root.resolve(unfinished);
        Files.createDirectory(directory.resolve(DATA));
        new VolumeRecord(now, labels).write(directory);
        try (Directory parent = volumes.child(unfinished);
            Directory data = parent.child(DATA)) {
          filler.fill(data);
        }
        making.writeLock().lock();
        try {
          requireFree(name);
          volumes.rename(unfinished, volumes, name);
        } finally {
          making.writeLock().unlock();
        }
      } finally {
        volumes.removeTree(unfinished);
      }
    } catch (SyscallException e) {
      throw JdockException.internal("cannot make volume " + name + ": " + e.reason(), e);
    } catch (IOException e) {
      throw JdockException.internal("cannot make volume " + name + ": " + Reason.of(e), e);
    }
    return volume(name);
  }

  /** Two commands that make the same volume at once: the second one is told. */
  private static void claim(Directory volumes, String unfinished, String name) {
    try {
      volumes.makeDirectory(unfinished, 0700);
    } catch (SyscallException e) {
      throw e.errno() == Errno.EEXIST
          ? JdockException.conflict("volume " + name + " is being made")
          : e;
    }
  }

  private void requireFree(String name) {
    if (Files.exists(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      throw JdockException.conflict("volume " + name + " already exists");
    }
  }

  /**
   * Gives a volume another name.
   *
   * @param check throws if it must keep its name; called while no container is being made
   * @throws JdockException CONFLICT when the new name is taken
   */
  public void rename(String name, String newName, Runnable check) {
    making.writeLock().lock();
    try (Directory volumes = Directory.open(root)) {
      check.run();
      requireFree(newName);
      volumes.rename(name, volumes, newName);
      DurableFiles.syncDirectory(root);
    } catch (IOException | SyscallException e) {
      throw JdockException.internal("cannot rename volume " + name + ": " + Reason.of(e), e);
    } finally {
      making.writeLock().unlock();
    }
  }

  /** What its driver mounts for a volume; none for one that is a folder, or not there. */
  Map<String, String> options(String name) {
    return VolumeRecord.read(root.resolve(name)).map(VolumeRecord::options).orElse(Map.of());
  }

  /** Of a volume that came with a container: where it was given no name, that is an id. */
  private VolumeRecord ofContainer(String name) {
    boolean anonymous = ANONYMOUS.matcher(name).matches();
    try {
      return new VolumeRecord(
          Files.getLastModifiedTime(root.resolve(name)).toInstant(),
          anonymous ? Map.of(Volume.ANONYMOUS_LABEL, "") : Map.of());
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + root.resolve(name), e);
    }
  }

  /** Makes the volume if there is none of that name. */
  public Path obtain(String name) {
    Path data = data(name);
    if (!exists(name)) {
      locks.run(
          name,
          () -> {
            try {
              Files.createDirectories(data);
            } catch (IOException e) {
              throw JdockException.internal(
                  "cannot make volume " + name + ": " + e.getMessage(), e);
            }
          });
    }
    return data;
  }

  /**
   * Gives an empty volume what the image has at the mount's destination: content, owner, mode.
   *
   * @param lowerDirs of the image, uppermost first
   * @param mountPoint an empty folder, made if it is missing, used for the time of the call
   */
  public void fill(String name, List<Path> lowerDirs, String destination, Path mountPoint) {
    locks.run(
        name,
        () -> {
          Path data = obtain(name);
          if (isEmpty(data)) {
            boolean mounted = !options(name).isEmpty();
            new VolumeFilling(lowerDirs, destination, data, mountPoint, mounted).run();
          }
        });
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
      return folders
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(name -> BindSpec.VOLUME_NAME.matcher(name).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + root + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of a volume's files. */
  public long size(String name) {
    return TreeSize.of(data(name));
  }

  /** Keeps volumes from being removed while a container's are being made. */
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
   * Removes volumes.
   *
   * @param unwanted which of them
   * @param kept called once, while no container is being created: which of those stay all the same
   * @return name and former size in bytes of each that went
   */
  public Map<String, Long> removeAll(Predicate<Volume> unwanted, Supplier<Predicate<Volume>> kept) {
    Map<String, Long> removed = new LinkedHashMap<>();
    making.writeLock().lock();
    try {
      Predicate<Volume> stays = kept.get();
      for (Volume volume : list().volumes()) {
        if (unwanted.test(volume) && !stays.test(volume)) {
          removed.put(volume.name(), size(volume.name()));
          remove(volume.name());
        }
      }
      return removed;
    } finally {
      making.writeLock().unlock();
    }
  }

  /**
   * Removes one volume.
   *
   * @param check throws if it must stay; called while no container is being made
   */
  public void remove(String name, Runnable check) {
    making.writeLock().lock();
    try {
      check.run();
      remove(name);
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
