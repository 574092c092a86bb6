package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.record.ContainerMode;
import dev.jdock.runtime.container.security.KernelSettings;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.launch.SharedNamespaces;
import dev.jdock.runtime.launch.SharedNamespaces.Shared;
import dev.jdock.runtime.rootfs.SharedMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * What a container that is about to start shares with others: held from here on, so that nothing of
 * it is gone before the start is over.
 */
public final class SharedWith implements AutoCloseable {
  private final ContainerRegistry registry;
  private final ContainerSpec spec;
  private final List<AutoCloseable> held = new ArrayList<>();
  private final SharedNamespaces namespaces;
  private final SharedMemory shm;

  private SharedWith(ContainerRegistry registry, ContainerSpec spec) {
    this.registry = registry;
    this.spec = spec;
    try {
      Isolation.Namespaces wanted = spec.isolation().namespaces();
      Shared ipc = ipc(wanted.ipc());
      this.namespaces =
          new SharedNamespaces(
              wanted.uts().equals("host"),
              wanted.cgroup().equals("host"),
              shared(wanted.pid(), "container "),
              ipc,
              shared(spec.networking().mode(), "cannot join network of a non running container: "),
              spec.isolation().sysctls());
      this.shm = shm(wanted.ipc(), ipc);
      refuseSettingsOfTheHost();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  public static SharedWith of(ContainerRegistry registry, ContainerSpec spec) {
    return new SharedWith(registry, spec);
  }

  private void refuseSettingsOfTheHost() {
    KernelSettings.validateAtStart(
        spec.isolation().sysctls(),
        namespaces.network() instanceof Shared.Host,
        namespaces.ipc() instanceof Shared.Host);
  }

  public SharedNamespaces namespaces() {
    return namespaces;
  }

  public SharedMemory shm() {
    return shm;
  }

  private Shared shared(String mode, String complaint) {
    if (ContainerMode.isContainer(mode)) {
      Container other = registry.find(ContainerMode.container(mode));
      requireRunning(other, complaint);
      return hold(other);
    }
    return mode.equals("host") ? new Shared.Host() : new Shared.Own();
  }

  private static void requireRunning(Container other, String complaint) {
    if (other.state().restarting()) {
      throw JdockException.conflict(
          "Container " + other.id() + " is restarting, wait until the container is running");
    }
    if (!other.state().running()) {
      String end = complaint.endsWith(": ") ? "" : " is not running";
      throw JdockException.conflict(complaint + other.id() + end);
    }
  }

  private Shared.Of hold(Container other) {
    PidFd process = other.process().hold();
    held.add(process);
    return new Shared.Of(process);
  }

  private Shared ipc(String mode) {
    if (!ContainerMode.isContainer(mode)) {
      return mode.equals("host") ? new Shared.Host() : new Shared.Own();
    }
    Container other = registry.find(ContainerMode.container(mode));
    String prefix = "can't join IPC of container " + other.id() + ": ";
    requireRunning(other, prefix + "container ");
    String theirs = other.record().spec().isolation().namespaces().ipc();
    if (!theirs.equals("shareable")) {
      throw JdockException.invalid(
          prefix + "non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
    }
    return hold(other);
  }

  private SharedMemory shm(String mode, Shared ipc) {
    if (ipc instanceof Shared.Of other) {
      Fd copy = copyOfShm(other.process());
      held.add(copy);
      return new SharedMemory.Of(copy);
    }
    return switch (mode) {
      case "host" -> new SharedMemory.Host();
      case "none" -> new SharedMemory.None();
      default -> new SharedMemory.Own(spec.storage().shmSize());
    };
  }

  /** A mount can be copied in its own namespace only. */
  private static Fd copyOfShm(PidFd process) {
    FutureTask<Fd> task =
        new FutureTask<>(() -> {
          Namespaces.unshare(Namespaces.CLONE_FS);
          Namespaces.enter(process.fd(), Namespaces.NEWNS);
          return Mounts.copy(Path.of("/dev/shm"));
        });
    Thread thread = Thread.ofPlatform().name("copy-shm").start(task);
    try {
      thread.join();
      return task.resultNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JdockException(JdockException.Kind.UNAVAILABLE, "interrupted", e);
    } catch (IllegalStateException e) {
      throw JdockException.internal(
          "cannot share /dev/shm: " + task.exceptionNow().getMessage(), e);
    }
  }

  @Override
  public void close() {
    Steps steps = new Steps();
    for (AutoCloseable each : held) {
      switch (each) {
        case PidFd process -> steps.run(process::close);
        case Fd fd -> steps.run(fd::close);
        default -> throw new IllegalStateException("not held by this: " + each);
      }
    }
    steps.throwFirst();
  }
}
