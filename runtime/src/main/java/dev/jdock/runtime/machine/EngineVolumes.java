package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.Names;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.PathStat;
import dev.jdock.runtime.engine.Pruned;
import dev.jdock.runtime.engine.Volume;
import dev.jdock.runtime.engine.VolumeList;
import dev.jdock.runtime.engine.VolumeRequest;
import dev.jdock.runtime.engine.Volumes;
import dev.jdock.runtime.volume.VolumeStore;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Volumes and the containers that mount them. */
final class EngineVolumes implements Volumes {
  private static final Set<String> LIST_FILTERS = Set.of("dangling", "driver", "label", "name");
  private static final Set<String> PRUNE_FILTERS = Set.of("all", "label", "label!");

  private final ContainerParts parts;
  private final VolumeFiles files;

  EngineVolumes(ContainerParts parts) {
    this.parts = parts;
    this.files = new VolumeFiles(parts);
  }

  @Override
  public VolumeList list(Filters filters) {
    filters.require(LIST_FILTERS);
    boolean dangling = filters.truth("dangling", false);
    Set<String> used = users().keySet();
    VolumeList all = store().list();
    List<Volume> wanted =
        all.volumes().stream()
            .filter(volume -> !filters.has("dangling") || dangling != used.contains(volume.name()))
            .filter(volume -> filters.isOneOf("driver", volume.driver()))
            .filter(volume -> filters.matches("name", volume.name()))
            .filter(volume -> filters.matchesLabels(volume.labels()))
            .toList();
    return new VolumeList(wanted, all.warnings());
  }

  @Override
  public Volume create(VolumeRequest request) {
    boolean anonymous = request.name().isEmpty();
    String name = anonymous ? Names.newId() : VolumeStore.checkedName(request.name());
    requireLocal(name, request.driver());
    Map<String, String> labels = new TreeMap<>(request.labels());
    if (anonymous) {
      labels.put(Volume.ANONYMOUS_LABEL, "");
    }
    try (VolumeStore.Making _ = store().making()) {
      boolean there = store().exists(name);
      Volume volume = store().create(name, labels, request.options(), parts.clock.instant());
      if (!there) {
        parts.announce.volume("create", name);
      }
      return volume;
    }
  }

  private static void requireLocal(String name, String driver) {
    if (!driver.isEmpty() && !driver.equals("local")) {
      throw JdockException.notFound(
          "create %s: error looking up volume plugin %s: plugin %s not found"
              .formatted(name, driver, GoQuote.quote(driver)));
    }
  }

  @Override
  public Volume inspect(String name) {
    return store()
        .find(name)
        .orElseThrow(() -> JdockException.notFound("get " + name + ": no such volume"));
  }

  @Override
  public void remove(String name, boolean force) {
    if (!isThere(name, force)) {
      if (force) {
        return;
      }
      throw JdockException.notFound("get " + name + ": no such volume");
    }
    store().remove(name, () -> requireUnused("remove", name));
    parts.announce.volume("destroy", name);
  }

  private boolean isThere(String name, boolean force) {
    try {
      return store().find(name).isPresent();
    } catch (JdockException unreadable) {
      if (force) {
        return true;
      }
      throw unreadable;
    }
  }

  private void requireUnused(String verb, String name) {
    List<String> users = users().getOrDefault(name, List.of());
    if (!users.isEmpty()) {
      throw JdockException.conflict(
          verb + " " + name + ": volume is in use - [" + String.join(", ", users) + "]");
    }
  }

  @Override
  public void update(String name, long version) {
    throw new JdockException(
        JdockException.Kind.UNAVAILABLE,
        "volume update only valid for cluster volumes, but swarm is unavailable");
  }

  @Override
  public void rename(String name, String newName) {
    String old = inspect(name).name();
    String wanted = VolumeStore.checkedName(newName);
    store().rename(old, wanted, () -> requireUnused("rename", old));
    parts.announce.volumeRenamed(old, wanted);
  }

  @Override
  public Volume copy(String name, String newName) {
    Volume copy = files.copy(inspect(name), VolumeStore.checkedName(newName));
    parts.announce.volume("create", copy.name());
    return copy;
  }

  @Override
  public Volume importArchive(String name, InputStream archive) {
    Volume volume = files.importArchive(VolumeStore.checkedName(name), archive);
    parts.announce.volume("create", name);
    return volume;
  }

  @Override
  public PathStat statPath(String name, String path) {
    return files.stat(inspect(name).name(), path);
  }

  @Override
  public void readArchive(String name, String path, OutputStream archive) {
    files.read(inspect(name).name(), path, archive);
  }

  @Override
  public void writeArchive(String name, String path, InputStream archive, boolean keepsKinds) {
    files.write(inspect(name).name(), path, archive, keepsKinds);
  }

  @Override
  public Pruned prune(Filters filters) {
    filters.require(PRUNE_FILTERS);
    boolean all = all(filters);
    // Which volumes a container has whose record cannot be read is not known.
    boolean known = parts.files.damaged().isEmpty();
    Map<String, Long> removed =
        store()
            .removeAll(
                volume ->
                    known
                        && volume.options().isEmpty()
                        && (all || volume.anonymous())
                        && filters.matchesLabels(volume.labels()),
                () -> {
                  Set<String> used = users().keySet();
                  return volume -> used.contains(volume.name());
                });
    removed.keySet().forEach(name -> parts.announce.volume("destroy", name));
    long bytes = removed.values().stream().mapToLong(Long::longValue).sum();
    parts.announce.pruned("volume", bytes);
    return new Pruned(List.copyOf(removed.keySet()), bytes);
  }

  private static boolean all(Filters filters) {
    List<String> given = filters.get("all");
    if (given.size() > 1) {
      throw JdockException.invalid(
          "invalid filter 'all=[%s]': only one value is expected"
              .formatted(String.join(" ", given)));
    }
    try {
      return !given.isEmpty() && GoBool.parse(given.getFirst());
    } catch (JdockException e) {
      throw new JdockException(e.kind(), "invalid filter 'all': " + e.getMessage(), e);
    }
  }

  /** Ids of the containers that mount each volume, running or not. */
  private Map<String, List<String>> users() {
    Map<String, List<String>> users = new HashMap<>();
    for (Container container : parts.registry.all()) {
      container
          .record()
          .volumes()
          .forEach(
              name -> users.computeIfAbsent(name, each -> new ArrayList<>()).add(container.id()));
    }
    return users;
  }

  private VolumeStore store() {
    return parts.volumes;
  }
}
