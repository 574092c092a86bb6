package dev.jdock.runtime.rootfs;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.mount.RootDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Mounts everything of a container but proc, in the mount namespace of the calling thread. Targets
 * are resolved inside the new root, so no symbolic link of an image leads a mount elsewhere.
 */
public final class RootfsMounts {
  private final RootfsPlan plan;
  private final RootDirectory root;

  private RootfsMounts(RootfsPlan plan, RootDirectory root) {
    this.plan = plan;
    this.root = root;
  }

  /**
   * Mounts, and returns the new root.
   *
   * <p>The namespace gets the host's later mounts (slave) but gives it none: otherwise the host
   * could not unmount what it mounts while containers run.
   */
  public static RootDirectory mount(RootfsPlan plan) {
    Mounts.propagation(Path.of("/"), Mounts.SLAVE | Mounts.REC);
    plan.overlay().on(plan.mountPoint());
    RootDirectory root = RootDirectory.open(plan.mountPoint());
    try {
      RootfsMounts mounts = new RootfsMounts(plan, root);
      mounts.mountSys();
      mounts.mountDev();
      mounts.mountUsers();
      return root;
    } catch (RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /**
   * Mounts the files of a stopped container: the image, its changes, and volumes, but no file
   * system that only processes need.
   */
  static void mountFiles(RootfsPlan plan) {
    plan.overlay().on(plan.mountPoint());
    try (RootDirectory root = RootDirectory.open(plan.mountPoint())) {
      new RootfsMounts(plan, root).mountUsers();
    }
  }

  /** Without a switch over types, which each process assembles before its first container. */
  private void mountUser(MountSpec mount) {
    if (mount instanceof MountSpec.Bind bind) {
      mountBind(bind);
    } else if (mount instanceof MountSpec.Part part) {
      mountPart(part);
    } else if (mount instanceof MountSpec.Tmpfs tmpfs) {
      mountTmpfs(tmpfs);
    } else {
      mountContent((MountSpec.Content) mount);
    }
  }

  private void mountSys() {
    long readOnly = plan.privileged() ? 0 : Mounts.RDONLY;
    long flags = Mounts.NOSUID | Mounts.NODEV | Mounts.NOEXEC;
    try (Fd sys = RootfsFinish.ownDirectory(root, "/sys")) {
      Mounts.mount("sysfs", null, sys.procPath(), flags | readOnly, null);
    }
    if (plan.cgroups().stream().noneMatch(cgroup -> cgroup.name().isEmpty())) {
      at("/sys/fs/cgroup", target -> Mounts.mount("tmpfs", null, target, flags, "mode=755"));
    }
    for (RootfsPlan.CgroupMount cgroup : plan.cgroups()) {
      String name = "/sys/fs/cgroup/" + cgroup.name();
      at(name, target -> Mounts.bind(cgroup.source(), target, false));
      reopen(name, target -> Mounts.remountBind(target, flags | readOnly));
    }
    // The tmpfs that holds version 1's hierarchies, now that they are all in it.
    reopen("/sys/fs/cgroup", target -> Mounts.remountBind(target, flags | readOnly));
  }

  private void mountDev() {
    at(
        "/dev",
        target ->
            Mounts.mount(
                "tmpfs", null, target, Mounts.NOSUID | Mounts.STRICTATIME, "mode=755,size=65536k"));
    DeviceNodes.populate(root, plan.privileged(), plan.devices());
    at(
        "/dev/pts",
        target ->
            Mounts.mount(
                "devpts",
                null,
                target,
                Mounts.NOSUID | Mounts.NOEXEC,
                "newinstance,ptmxmode=0666,mode=0620,gid=5"));
    mountShm();
    at(
        "/dev/mqueue",
        target ->
            Mounts.mount(
                "mqueue", null, target, Mounts.NOSUID | Mounts.NODEV | Mounts.NOEXEC, null));
  }

  private void mountShm() {
    SharedMemory shm = plan.shm();
    if (shm instanceof SharedMemory.Own own) {
      at(
          "/dev/shm",
          target ->
              Mounts.mount(
                  "tmpfs",
                  "shm",
                  target,
                  Mounts.NOSUID | Mounts.NODEV | Mounts.NOEXEC,
                  "mode=1777,size=" + own.bytes()));
    } else if (shm instanceof SharedMemory.Host) {
      at("/dev/shm", target -> Mounts.bind(Path.of("/dev/shm"), target, false));
    } else if (shm instanceof SharedMemory.Of other) {
      at("/dev/shm", target -> Mounts.attach(other.mount(), target));
    }
  }

  private static int depth(MountSpec mount) {
    return Path.of(mount.target()).getNameCount();
  }

  /** Outer folders before what is mounted in them. */
  private void mountUsers() {
    List<MountSpec> ordered =
        plan.mounts().stream().sorted((a, b) -> Integer.compare(depth(a), depth(b))).toList();
    for (MountSpec mount : ordered) {
      requireOutsideProc(mount);
      try {
        mountUser(mount);
      } catch (SyscallException e) {
        throw JdockException.internal(
            "error mounting to rootfs at \"" + mount.target() + "\": " + e.getMessage(), e);
      }
    }
  }

  /** The kernel's proc, which is mounted last, would hide it. */
  private static void requireOutsideProc(MountSpec mount) {
    Path target = Path.of("/", mount.target()).normalize();
    if (target.startsWith("/proc")) {
      throw new JdockException(
          JdockException.Kind.INTERNAL,
          "error mounting to rootfs at \"%s\": \"%s\" cannot be mounted because it is inside /proc"
              .formatted(mount.target(), target));
    }
  }

  private void mountBind(MountSpec.Bind bind) {
    boolean directory = Files.isDirectory(bind.source());
    try (Fd target = directory ? root.directory(bind.target(), 0755) : root.file(bind.target())) {
      OwnerMap owners = bind.owners();
      if (owners == null) {
        Mounts.bind(bind.source(), target.procPath(), bind.recursive());
      } else {
        owners.mount(root, bind.source(), target, bind.recursive());
      }
    }
    reopen(
        bind.target(),
        path -> {
          Mounts.propagation(path, propagation(bind.propagation()));
          if (bind.flags() != 0 || (bind.readOnly() && bind.readOnlyTopOnly())) {
            Mounts.remountBind(path, bind.flags() | (bind.readOnly() ? Mounts.RDONLY : 0));
          } else if (bind.readOnly()) {
            Mounts.readOnlyRecursively(path);
          }
        });
  }

  private void mountPart(MountSpec.Part part) {
    OverlayMount overlay = part.overlay();
    if (overlay != null) {
      overlay.on(part.tree());
    }
    try (RootDirectory tree = RootDirectory.open(part.tree());
        Fd source = openPart(tree, part)) {
      mountBind(
          new MountSpec.Bind(source.procPath(), part.target(), part.readOnly(), false, "rprivate"));
    } finally {
      if (overlay != null) {
        // The part that is mounted keeps it.
        Mounts.detach(part.tree());
      }
    }
  }

  private static Fd openPart(RootDirectory tree, MountSpec.Part part) {
    try {
      return tree.open(part.path().isEmpty() ? "/" : part.path(), Fd.O_PATH);
    } catch (SyscallException e) {
      Path path = part.tree().resolve(part.path());
      throw new JdockException(
          JdockException.Kind.INVALID,
          "cannot access path " + path + ": lstat " + path + ": " + e.reason(),
          e);
    }
  }

  private void mountContent(MountSpec.Content content) {
    int executable = 0111;
    long flags =
        Mounts.NOSUID | Mounts.NODEV | ((content.mode() & executable) == 0 ? Mounts.NOEXEC : 0);
    Mounts.mount("tmpfs", null, content.folder(), flags, "mode=711");
    try (Directory folder = Directory.open(content.folder())) {
      String name = "content";
      try (Fd file = folder.createFile(name, 0600)) {
        file.writeFully(content.content().bytes());
      }
      folder.setOwner(name, content.uid(), content.gid());
      folder.setMode(name, content.mode());
      mountBind(
          new MountSpec.Bind(
              content.folder().resolve(name),
              content.target(),
              true,
              false,
              "rprivate",
              true,
              flags));
    } finally {
      // What is mounted of it keeps it.
      Mounts.detach(content.folder());
    }
  }

  private static long propagation(String name) {
    long recursive = name.startsWith("r") ? Mounts.REC : 0;
    return switch (name) {
      case "shared", "rshared" -> Mounts.SHARED | recursive;
      case "slave", "rslave" -> Mounts.SLAVE | recursive;
      case "private", "rprivate" -> Mounts.PRIVATE | recursive;
      default -> throw JdockException.invalid("invalid propagation mode: " + name);
    };
  }

  private void mountTmpfs(MountSpec.Tmpfs tmpfs) {
    TmpfsOptions options = TmpfsOptions.parse(tmpfs.options());
    at(
        tmpfs.target(),
        target -> Mounts.mount("tmpfs", null, target, options.flags(), options.data()));
  }

  /** Work on a path of a mount target that does not depend on what its name resolves to. */
  @FunctionalInterface
  private interface OnPath {
    void accept(Path path);
  }

  private void at(String target, OnPath action) {
    try (Fd directory = root.directory(target, 0755)) {
      action.accept(directory.procPath());
    }
  }

  /** A descriptor opened before a mount names what is below it; this one names the mount. */
  private void reopen(String target, OnPath action) {
    try (Fd mounted = root.open(target, Fd.O_PATH)) {
      action.accept(mounted.procPath());
    }
  }
}
