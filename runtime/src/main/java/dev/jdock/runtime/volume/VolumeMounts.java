package dev.jdock.runtime.volume;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.PidFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What the options of the driver {@code local} mount: there from a volume's first user to its last.
 *
 * <p>The mounts are in the engine's own mount namespace, so none outlives an engine that is killed,
 * but in the containers that have them; the next engine takes them back from there.
 */
public final class VolumeMounts {
  private final VolumeStore store;

  private final VolumeLocks locks = new VolumeLocks();

  /**
   * Who uses a volume that is mounted: ids of containers, and of work that looks into one. Changed
   * with the volume's lock.
   */
  private final Map<String, Set<String>> users = new ConcurrentHashMap<>();

  public VolumeMounts(VolumeStore store) {
    this.store = store;
  }

  /**
   * Mounts those of the volumes that have options and are not mounted yet. All or none are used
   * after this.
   *
   * @param user until {@link #release}
   * @throws JdockException INVALID {@code error while mounting volume '…'}
   */
  public void use(String user, Collection<String> volumes) {
    try {
      for (String volume : volumes) {
        use(user, volume);
      }
    } catch (RuntimeException e) {
      try {
        release(user);
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private void use(String user, String volume) {
    Map<String, String> options = store.options(volume);
    if (options.isEmpty()) {
      return;
    }
    locks.run(
        volume,
        () -> {
          if (!users.containsKey(volume)) {
            mount(store.obtain(volume), DriverOptions.of(options));
          }
          add(volume, user);
        });
  }

  private void add(String volume, String user) {
    users.computeIfAbsent(volume, _ -> ConcurrentHashMap.newKeySet()).add(user);
  }

  private static void mount(Path data, DriverOptions given) {
    try {
      DriverOptions options = given.resolved();
      try {
        if (options.bind()) {
          Mounts.bind(Path.of(options.device()), data, (options.flags() & Mounts.REC) != 0);
          remount(data, options);
        } else {
          Mounts.mount(
              options.type(), options.device(), data, options.flags(), options.dataOrNull());
        }
      } catch (SyscallException e) {
        throw new JdockException(
            JdockException.Kind.INVALID,
            "failed to mount local volume: "
                + options.describe(data.toString())
                + ": "
                + e.reason(),
            e);
      }
    } catch (JdockException e) {
      throw new JdockException(
          e.kind(), "error while mounting volume '" + data + "': " + e.getMessage(), e);
    }
  }

  /** A bind mount takes its flags in a second step. */
  private static void remount(Path data, DriverOptions options) {
    long flags = options.flags() & ~(Mounts.BIND | Mounts.REC);
    if (flags != 0) {
      try {
        Mounts.remountBind(data, flags);
      } catch (SyscallException e) {
        detach(data);
        throw e;
      }
    }
  }

  /** Ends one user's use; what nobody uses any more is unmounted. */
  public void release(String user) {
    users.forEach((volume, its) -> {
      if (its.contains(user)) {
        locks.run(volume, () -> leave(volume, its, user));
      }
    });
  }

  private void leave(String volume, Set<String> its, String user) {
    if (its.remove(user) && its.isEmpty()) {
      users.remove(volume);
      detach(store.data(volume));
    }
  }

  /**
   * Before an engine takes over containers: where it has no mount namespace of its own, the mounts
   * of the one before it are still there.
   */
  public void forget() {
    store.list().volumes().stream()
        .filter(volume -> !volume.options().isEmpty())
        .forEach(volume -> detach(store.data(volume.name())));
  }

  /**
   * Takes a volume back from a running container of a former engine: another mount of its options
   * might be another file system, as with tmpfs. Where it cannot be found there (it is a part of it
   * that is mounted, or something else by now), the next user mounts it anew.
   *
   * @param destination in the container
   */
  public void adopt(String user, String volume, PidFd process, String destination) {
    Map<String, String> options = store.options(volume);
    if (options.isEmpty()) {
      return;
    }
    locks.run(
        volume,
        () -> {
          if (users.containsKey(volume) || takeBack(volume, options, process, destination)) {
            add(volume, user);
          }
        });
  }

  private boolean takeBack(
      String volume, Map<String, String> options, PidFd process, String destination) {
    DriverOptions driver = DriverOptions.of(options);
    Path data = store.obtain(volume);
    if (driver.bind()) {
      mount(data, driver);
      return true;
    }
    return copy(driver, process, destination, data);
  }

  private static boolean copy(DriverOptions driver, PidFd process, String destination, Path data) {
    FutureTask<Fd> task =
        new FutureTask<>(() -> {
          Namespaces.unshare(Namespaces.CLONE_FS);
          Namespaces.enter(process.fd(), Namespaces.NEWNS);
          return Mounts.copy(Path.of(destination));
        });
    try {
      OptionalInt pid = process.pid();
      if (pid.isEmpty() || !isWhole(pid.getAsInt(), driver, destination)) {
        return false;
      }
      Thread thread = Thread.ofPlatform().name("copy-volume").start(task);
      thread.join();
      try (Fd mount = task.get()) {
        Mounts.attach(mount, data);
      }
      Mounts.remountBind(data, driver.flags());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | IOException | SyscallException e) {
      return false;
    }
  }

  /** Whether what is mounted in a container is of the volume's type, and all of it. */
  private static boolean isWhole(int pid, DriverOptions driver, String destination)
      throws IOException {
    // proc_pid_mountinfo(5): id parent device root target options … - type source options
    return Files.readAllLines(Path.of("/proc/" + pid + "/mountinfo")).stream()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields[4].equals(destination))
        .reduce((_, last) -> last)
        .filter(fields -> fields[3].equals("/"))
        .filter(fields -> typeOf(fields).equals(driver.type()))
        .isPresent();
  }

  private static String typeOf(String[] fields) {
    for (int i = 6; i < fields.length - 1; i++) {
      if (fields[i].equals("-")) {
        return fields[i + 1];
      }
    }
    return "";
  }

  /** However often something is mounted there. */
  private static void detach(Path data) {
    try {
      while (true) {
        Mounts.detach(data);
      }
    } catch (SyscallException e) {
      if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOENT) {
        throw JdockException.internal("cannot unmount " + data + ": " + Reason.of(e), e);
      }
    }
  }
}
