package dev.jdock.runtime.container.record;

import dev.jdock.image.content.NewerRecordException;
import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.runtime.container.document.ContainerDocument;
import dev.jdock.runtime.container.document.DocumentJson;
import dev.jdock.runtime.container.document.HealthDocument;
import dev.jdock.runtime.container.document.StateDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** {@code <root>/containers/<id>/}: what is kept of a container, and where. */
public final class ContainerFiles {
  private static final String CONFIG = "config.json";
  private static final long SMALL = 64 << 10;
  private static final String FORGOTTEN = "config.json.forgotten";

  private final Map<String, LeftOut> damaged = new ConcurrentSkipListMap<>();

  /** Ids of those that are no containers any more, and whose folders are being removed. */
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();

  private final Path containers;
  private final Path initLayer;
  private final Path runDir;

  /**
   * @param root the state root
   * @param runDir of this boot, emptied by a reboot
   */
  public ContainerFiles(Path root, Path runDir) {
    this.containers = root.resolve("containers");
    this.initLayer = root.resolve("init-layer");
    this.runDir = runDir.resolve("c");
    try {
      Files.createDirectories(containers);
      Files.createDirectories(this.runDir);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + e.getMessage(), e);
    }
    InitLayer.make(initLayer);
  }

  /** What is below each container's image. */
  public Path initLayer() {
    return initLayer;
  }

  public Path directory(String id) {
    return containers.resolve(id);
  }

  public Path log(String id) {
    return directory(id).resolve(id + "-json.log");
  }

  public Path upper(String id) {
    return directory(id).resolve("upper");
  }

  public Path work(String id) {
    return directory(id).resolve("work");
  }

  /** FIFOs, gates and the mount point of the running container. */
  public Path run(String id) {
    return runDir.resolve(id);
  }

  /** Ids of all that has a run folder: containers that ran, and steps of builds. */
  public List<String> runIds() {
    try (var folders = Files.list(runDir)) {
      return folders.map(folder -> String.valueOf(folder.getFileName())).toList();
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + runDir + ": " + e.getMessage(), e);
    }
  }

  /** Removes what is made anew by the next engine, if nothing runs. */
  public void removeEmptyRunDirectory() {
    try {
      Files.deleteIfExists(runDir);
    } catch (IOException inUse) {
      // A container that runs on has its folder there.
    }
  }

  /**
   * All that make sense; the others are left out and are {@link #damaged} from then on. What a
   * crash cut off before it was whole is removed.
   */
  public List<ContainerRecord> load() {
    List<ContainerRecord> records = new ArrayList<>();
    try (var folders = Files.list(containers)) {
      for (Path folder : folders.sorted().toList()) {
        if (Files.exists(folder.resolve(CONFIG))) {
          load(folder, records);
        } else {
          removeCutOff(folder);
        }
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + containers + ": " + e.getMessage(), e);
    }
    return records;
  }

  /** What cannot be removed keeps no engine from its containers; {@code system check} shows it. */
  private static void removeCutOff(Path folder) {
    try {
      FileTrees.delete(folder);
    } catch (SyscallException stays) {
      return;
    }
  }

  private void load(Path folder, List<ContainerRecord> records) {
    String id = String.valueOf(folder.getFileName());
    Path file = folder.resolve(CONFIG);
    try {
      ContainerRecord record =
          RecordCodec.record(
              DocumentJson.read(
                  Files.readAllBytes(file), ContainerDocument.class, ContainerDocument.VERSION));
      RecordCheck.check(record, id);
      records.add(record);
    } catch (IOException | JdockException e) {
      damaged.put(id, LeftOut.of(id, RecordedName.read(file), file, e));
    }
  }

  /** Makes a container one of those that {@link #load} left out. */
  public void leaveOut(ContainerRecord record, Exception why) {
    String id = record.id();
    damaged.put(id, LeftOut.of(id, record.name(), directory(id), why));
  }

  /** Containers that {@link #load} left out, and why; nothing of them is touched. */
  public Map<String, LeftOut> damaged() {
    return Map.copyOf(damaged);
  }

  /** The id of the one among them that has this name, without its slash. */
  public Optional<String> damagedOfName(String name) {
    for (Map.Entry<String, LeftOut> each : damaged.entrySet()) {
      if (each.getValue().name().equals(name)) {
        return Optional.of(each.getKey());
      }
    }
    return Optional.empty();
  }

  /** Its files have been put elsewhere. */
  public void forgetDamaged(String id) {
    damaged.remove(id);
  }

  /** Ids of all that has a folder, but for those whose folder is being removed. */
  public List<String> ids() {
    try (var folders = Files.list(containers)) {
      return folders
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(id -> !leaving.contains(id))
          .toList();
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + containers + ": " + e.getMessage(), e);
    }
  }

  /**
   * Whether a removal gives back more space than its records take: it has changes of its own, or a
   * log of some length.
   */
  public boolean isLarge(String id) {
    try (var changes = Files.newDirectoryStream(upper(id))) {
      return changes.iterator().hasNext() || (Files.exists(log(id)) && Files.size(log(id)) > SMALL);
    } catch (IOException unreadable) {
      return true;
    }
  }

  /** Removes the folders of what is no container any more. */
  public void remove(String id) {
    try {
      FileTrees.delete(run(id));
      FileTrees.delete(directory(id));
    } finally {
      leaving.remove(id);
    }
  }

  /** A line for each of {@link #damaged}. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    damaged.forEach((id, damage) ->
        warnings.add(
            "container "
                + id
                + " is left out, and no layers are collected: "
                + damage.place()
                + ": "
                + damage.why()));
    return warnings;
  }

  /**
   * @throws NewerRecordException for the state that a later jdock has written
   */
  public ContainerState loadState(String id) {
    Path file = directory(id).resolve("state.json");
    try {
      if (!Files.exists(file)) {
        return ContainerState.created();
      }
      ContainerState state =
          RecordCodec.state(
              DocumentJson.read(
                  Files.readAllBytes(file), StateDocument.class, StateDocument.VERSION));
      RecordCheck.check(state);
      return state;
    } catch (NewerRecordException e) {
      throw e;
    } catch (JdockException cutOff) {
      // It is not synced: a power failure leaves anything, and no process.
      return ContainerState.unknown();
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * @return null where there is none, or none that is whole
   * @throws NewerRecordException for what a later jdock has written
   */
  public @Nullable Health loadHealth(String id) {
    Path file = directory(id).resolve("health.json");
    try {
      if (!Files.exists(file)) {
        return null;
      }
      return RecordCodec.health(
          DocumentJson.read(
              Files.readAllBytes(file), HealthDocument.class, HealthDocument.VERSION));
    } catch (NewerRecordException e) {
      throw e;
    } catch (JdockException cutOff) {
      return null;
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Whole, but not synced. */
  public void save(String id, Health health) {
    SmallRecord.write(directory(id).resolve("health.json"), RecordCodec.document(health));
  }

  /** Durable once this returns, but for a container that does not outlive its first run anyway. */
  public void save(ContainerRecord record) {
    boolean durable = !record.spec().lifecycle().autoRemove();
    byte[] content = DocumentJson.write(RecordCodec.document(record));
    write(directory(record.id()).resolve(CONFIG), content, durable);
  }

  /** Whole, but not synced: after a crash of the machine no container runs anyway. */
  public void save(String id, ContainerState state) {
    SmallRecord.write(directory(id).resolve("state.json"), RecordCodec.document(state));
  }

  /**
   * Whether the machine has been started since this was asked last: the kernel's boot id
   * (random(4)) is kept beside the containers.
   */
  public boolean firstOfBoot() {
    Path file = containers.resolveSibling("boot-id");
    try {
      String now = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
      boolean known = Files.exists(file) && Files.readString(file).trim().equals(now);
      if (!known) {
        Files.writeString(file, now + "\n");
      }
      return !known;
    } catch (IOException e) {
      throw JdockException.internal("cannot keep " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes the folder one that {@link #load} removes, until {@link #remove} does. The record gets
   * another name: to delete it can mean waiting for a disk that is told of each block that is free.
   */
  public void forget(String id) {
    Path config = directory(id).resolve(CONFIG);
    leaving.add(id);
    try {
      Files.move(config, config.resolveSibling(FORGOTTEN), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // It was not saved, or is forgotten already.
      return;
    } catch (IOException e) {
      leaving.remove(id);
      throw JdockException.internal("cannot remove " + config + ": " + e.getMessage(), e);
    }
  }

  static void write(Path file, byte[] content, boolean durable) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(temporary, content);
      if (durable) {
        sync(temporary);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      if (durable) {
        sync(Objects.requireNonNull(file.getParent()));
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
