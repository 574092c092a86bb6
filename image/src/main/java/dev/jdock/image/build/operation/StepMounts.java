package dev.jdock.image.build.operation;

import dev.jdock.image.build.MountFolder;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.cache.CacheMounts;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.cache.TreeDigest;
import dev.jdock.image.build.files.Ownership;
import dev.jdock.image.build.files.Sightings;
import dev.jdock.image.build.files.SourceTree;
import dev.jdock.image.build.files.TreeCopy;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.dockerfile.RunMount;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.ssh.AgentSocket;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of one RUN: what they add to its key, and how they are made ready.
 *
 * @param watch of the files that are mounted from the context
 */
public record StepMounts(
    Workshop workshop,
    CacheMounts caches,
    List<StepMount> mounts,
    StepSecrets secrets,
    ContextWatch watch) {
  private static final String MOUNT = "mount";

  /**
   * A mount with what it takes files from.
   *
   * @param target absolute
   * @param layers of the stage or image, lowest first; null for the build context
   */
  public record StepMount(RunMount mount, String target, @Nullable List<Digest> layers) {

    /** Relative to the tree's root, empty for all of it. */
    String path() {
      return Trees.withoutSlashes(Path.of("/").resolve(mount.source()).normalize().toString());
    }
  }

  /**
   * Feeds all that the command sees of them: of bind mounts the files, of caches not what is in
   * them.
   */
  void addTo(KeyHash hash) throws IOException, InterruptedException {
    for (StepMount step : mounts) {
      RunMount mount = step.mount();
      hash.part("mount " + step.target());
      hash.add(mount.type().name()).add(step.target()).add(mount.readOnly() ? 1 : 0);
      switch (mount.type()) {
        case BIND -> addFiles(hash, step);
        case CACHE -> hash.add(seed(step)).add(step.path());
        case TMPFS -> hash.add(mount.size());
        case SECRET, SSH -> throw confidential();
      }
    }
    hash.part("secrets and agents");
    secrets.addTo(hash);
  }

  private static IllegalStateException confidential() {
    return new IllegalStateException("secrets and agents are no files of a tree");
  }

  private void addFiles(KeyHash hash, StepMount step) throws IOException, InterruptedException {
    List<Digest> layers = step.layers();
    if (layers != null && step.path().isEmpty()) {
      // Reading a whole root file system takes longer than many a command.
      hash.addAll(layers);
      return;
    }
    if (layers == null) {
      hash.add(Workshop.interruptibly(() -> ofContext(step, hash)).hex());
      return;
    }
    if (hash.listed()) {
      hash.add(ofLayers(step, hash.nested(MOUNT)).hex());
      return;
    }
    Digest what = new KeyHash(MOUNT).addAll(layers).add(step.path()).digest();
    hash.add(workshop.files().of(what, () -> ofLayers(step, new KeyHash(MOUNT))).hex());
  }

  private Digest ofContext(StepMount step, KeyHash hash) throws IOException {
    var source = new TreeSource(workshop, null);
    try (SourceTree tree = source.openContext()) {
      return new ContextDigest(tree, List.of(tree.at(step.path())), workshop.files(), watch, step)
          .of(hash, MOUNT);
    } catch (JdockException e) {
      throw source.withoutKey(e);
    }
  }

  private Digest ofLayers(StepMount step, KeyHash hash) throws IOException, InterruptedException {
    var source = new TreeSource(workshop, step.layers());
    return workshop.mounted(roots -> {
      try (SourceTree tree = source.open(roots)) {
        TreeDigest.add(hash, tree, tree.at(step.path()), workshop.files());
        return hash.digest();
      } catch (JdockException e) {
        throw source.withoutKey(e);
      }
    });
  }

  /** What distinguishes caches of one id: what they are filled with at first. */
  private static String seed(StepMount step) {
    RunMount mount = step.mount();
    List<Digest> layers = step.layers();
    var hash = new KeyHash("seed");
    if (describesFolder(step)) {
      hash.add(value(mount.mode())).add(value(mount.uid())).add(value(mount.gid()));
    } else if (layers != null && !layers.isEmpty()) {
      hash.addAll(layers).add(step.path());
    }
    return hash.digest().hex();
  }

  private static long value(@Nullable Integer number) {
    return number == null ? -1 : number;
  }

  private static boolean describesFolder(StepMount step) {
    return step.mount().describesFolder() && step.path().isEmpty();
  }

  /** Whether its cache begins as a copy of files. */
  private static boolean copies(StepMount step) {
    List<Digest> layers = step.layers();
    return layers != null && !layers.isEmpty() && !describesFolder(step);
  }

  /**
   * Mounts that are ready; closing gives caches back, ends conversations with agents and drops
   * changes.
   *
   * @param environment {@code NAME=value} of what is known while the step runs only
   */
  record Ready(
      List<StepRunner.Mount> mounts,
      List<String> environment,
      List<CacheMounts.Lease> leases,
      List<AgentSocket> agents,
      Path folder)
      implements AutoCloseable {
    @Override
    public void close() {
      agents.forEach(AgentSocket::close);
      leases.forEach(CacheMounts.Lease::close);
      Trees.remove(folder);
    }
  }

  /**
   * Waits for caches that others have locked, and copies what is mounted of the context.
   *
   * @param command that is to run, for the descriptions of new caches
   */
  Ready prepare(List<String> command) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(workshop.temporary(), "mounts-");
    var leases = new ArrayList<CacheMounts.Lease>();
    var ready = new Ready(new ArrayList<>(), new ArrayList<>(), leases, new ArrayList<>(), folder);
    try {
      secrets.prepare(ready);
      Map<String, CacheMounts.Lease> held = hold(command, leases);
      for (StepMount step : mounts) {
        ready
            .mounts()
            .add(
                switch (step.mount().type()) {
                  case BIND -> bind(step, folder);
                  case CACHE -> cache(step, held);
                  case TMPFS ->
                      new StepRunner.MemoryMount(
                          step.target(), step.mount().size(), step.mount().readOnly());
                  case SECRET, SSH -> throw confidential();
                });
      }
      return ready;
    } catch (Throwable e) {
      ready.close();
      throw e;
    }
  }

  private static String cacheKey(StepMount step) {
    return new KeyHash("cache-mount").add(id(step)).add(seed(step)).digest().hex();
  }

  private static String id(StepMount step) {
    return cacheId(step.mount());
  }

  /** By which users know a cache. */
  public static String cacheId(RunMount mount) {
    if (!mount.id().isEmpty()) {
      return mount.id();
    }
    String target = Path.of(mount.target()).normalize().toString();
    return target.isEmpty() ? "." : target;
  }

  /** One after another by their keys, so that no two steps wait for each other. */
  private Map<String, CacheMounts.Lease> hold(List<String> command, List<CacheMounts.Lease> leases)
      throws IOException, InterruptedException {
    Map<String, CacheMounts.Lease> held = new HashMap<>();
    List<StepMount> wanted =
        mounts.stream()
            .filter(step -> step.mount().type() == RunMount.Type.CACHE)
            .sorted(Comparator.comparing(StepMounts::cacheKey))
            .toList();
    for (StepMount step : wanted) {
      String key = cacheKey(step);
      if (!held.containsKey(key)) {
        String description =
            "cached mount %s from exec %s with id \"/%s\""
                .formatted(step.target(), String.join(" ", command), id(step));
        CacheMounts.Filling filling = files -> fill(step, files);
        Optional<Path> folder = userFolder(id(step));
        CacheMounts.Lease lease =
            folder.isPresent()
                ? caches.acquire(folder.get(), step.mount().sharing(), filling)
                : caches.acquire(
                    new CacheMounts.Wanted(key, step.mount().sharing(), id(step), description),
                    workshop.temporary(),
                    filling);
        leases.add(lease);
        held.put(key, lease);
      }
    }
    return held;
  }

  private Optional<Path> userFolder(String id) {
    return workshop.request().outputs().mounts().stream()
        .filter(folder -> folder.id().equals(id))
        .map(MountFolder::path)
        .findFirst();
  }

  /** What a cache holds when it is new. */
  private void fill(StepMount step, Path files) throws IOException, InterruptedException {
    RunMount mount = step.mount();
    Ownership owner = Ownership.ROOT;
    int mode = 0755;
    if (describesFolder(step)) {
      owner = new Ownership(orZero(mount.uid()), orZero(mount.gid()));
      mode = mount.mode() == null ? mode : mount.mode() & 07777;
    }
    Trees.describe(files, owner, mode);
    if (copies(step) && !copy(step, files).isEmpty()) {
      throw JdockException.invalid("\"/" + step.path() + "\": not a directory");
    }
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private StepRunner.Mount cache(StepMount step, Map<String, CacheMounts.Lease> held) {
    CacheMounts.Lease lease = held.get(cacheKey(step));
    if (lease == null) {
      throw new IllegalStateException("no cache for " + step.target());
    }
    String path = copies(step) ? "" : step.path();
    return new StepRunner.FolderMount(step.target(), lease.files(), path, step.mount().readOnly());
  }

  /**
   * Files of the context are copied: the command is not to see what {@code .dockerignore} excludes,
   * nor who owns the user's files.
   */
  private StepRunner.Mount bind(StepMount step, Path parent)
      throws IOException, InterruptedException {
    boolean readOnly = step.mount().readOnly();
    List<Digest> layers = step.layers();
    Path folder = Files.createTempDirectory(parent, "bind-");
    String path = step.path();
    List<Path> lowerDirs = new ArrayList<>();
    if (layers == null) {
      Path copy = Files.createDirectory(folder.resolve("copy"));
      path = copy(step, copy);
      if (readOnly) {
        return new StepRunner.FolderMount(step.target(), copy, path, true);
      }
      lowerDirs.add(copy);
    } else {
      lowerDirs.addAll(workshop.lowerDirs(layers));
    }
    // Overlayfs wants two lower directories where there is no upper one.
    for (int missing = lowerDirs.size(); missing < 2; missing++) {
      Path empty = Files.createDirectory(folder.resolve("empty-" + missing));
      Trees.describe(empty, Ownership.ROOT, 0755);
      lowerDirs.add(empty);
    }
    if (readOnly) {
      return new StepRunner.LayersMount(step.target(), lowerDirs, null, null, path, true);
    }
    Path upper = Files.createDirectory(folder.resolve("upper"));
    try (Directory top = Directory.open(lowerDirs.getFirst())) {
      FileStat stat = top.stat(".");
      Trees.describe(upper, new Ownership(stat.uid(), stat.gid()), stat.mode());
    }
    Path work = Files.createDirectory(folder.resolve("work"));
    return new StepRunner.LayersMount(step.target(), lowerDirs, upper, work, path, false);
  }

  /**
   * Copies a folder's content, or a file by its name.
   *
   * @return the file's name; empty for a folder
   */
  private String copy(StepMount step, Path folder) throws IOException, InterruptedException {
    var source = new TreeSource(workshop, step.layers());
    return workshop.mounted(roots -> {
      try (SourceTree tree = source.open(roots);
          Directory to = Directory.open(folder)) {
        SourceTree.Match match = tree.at(step.path());
        FileStat stat = tree.stat(match);
        new TreeCopy(to, new TreeCopy.Attributes(null, null, null)).copy(tree, match, "/");
        if (step.layers() == null) {
          watch.copied(step, Sightings.of(tree, List.of(match), watch.now()));
        }
        if (!stat.isDirectory()) {
          return Trees.nameOf(match.named());
        }
        boolean owned = tree.ownersCount();
        Trees.describe(
            folder, owned ? new Ownership(stat.uid(), stat.gid()) : Ownership.ROOT, stat.mode());
        return "";
      }
    });
  }
}
