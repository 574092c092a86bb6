package dev.jdock.cli.doctor;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.mount.PrivateMounts;
import dev.jdock.linux.namespace.IdMap;
import dev.jdock.linux.starter.StarterProgram;
import dev.jdock.linux.starter.UserNamespace;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where layers and containers are kept, tried out where they will be. */
final class Storage {
  private static final long GIB = 1L << 30;

  private Storage() {}

  static Finding space(Machine machine) throws IOException {
    FileStore store = Files.getFileStore(machine.stateRootOrAbove());
    long free = store.getUsableSpace();
    String has = "%s on %s, %.1f GB free".formatted(machine.stateRoot(), store.type(), free / 1e9);
    return free < GIB
        ? Finding.limited("disk", has + ": jdock system prune frees what nothing needs")
        : Finding.ok("disk", has);
  }

  /** Mounts one for a moment, in a mount namespace that nobody else sees. */
  static Finding overlay(Machine machine) throws Exception {
    if (!machine.root()) {
      return Finding.unknown("layers");
    }
    Path above = machine.stateRootOrAbove();
    String type = Files.getFileStore(above).type();
    try (Scratch scratch = new Scratch(above)) {
      boolean _ =
          PrivateMounts.call(() -> {
            new OverlayMount(
                    List.of(scratch.folder("lower")),
                    scratch.folder("upper"),
                    scratch.folder("work"))
                .on(scratch.folder("merged"));
            return true;
          });
      return Finding.ok("layers", "overlayfs on " + type);
    } catch (SyscallException e) {
      return refused(e, type, machine.stateRoot());
    }
  }

  private static Finding refused(SyscallException e, String type, Path stateRoot) {
    if (e.errno() == Errno.ENODEV) {
      return Finding.missing("layers", "the kernel has no overlayfs: modprobe overlay");
    }
    if (type.equals("overlay")) {
      return Finding.limited(
          "layers",
          "%s is on an overlay, which holds no layers: kept in memory; a volume there is better"
              .formatted(stateRoot));
    }
    return Finding.missing(
        "layers",
        "no overlayfs on %s (%s): put %s on ext4, xfs, btrfs or tmpfs"
            .formatted(type, e.reason(), stateRoot));
  }

  /** What {@code --mount type=bind,…,bind-idmap=…} needs. */
  static Finding owners(Machine machine) throws Exception {
    if (!machine.root()) {
      return Finding.unknown("bind-idmap");
    }
    Path above = machine.stateRootOrAbove();
    try (Scratch scratch = new Scratch(above);
        StarterProgram program =
            StarterProgram.load(machine.home().resolve("libexec/jdock-starter"))) {
      Path folder = scratch.folder("source");
      boolean _ =
          PrivateMounts.call(() -> {
            Mounts.bind(folder, folder, false);
            IdMap map = IdMap.of(Map.of(0L, 1000L));
            try (Fd users = UserNamespace.make(program, map, map);
                Fd mount = Mounts.copy(folder)) {
              Mounts.mapOwners(mount, users);
            }
            return true;
          });
      return Finding.ok("bind-idmap", "idmapped mounts on " + Files.getFileStore(above).type());
    } catch (SyscallException e) {
      return Finding.limited(
          "bind-idmap",
          "no idmapped mounts on %s (%s): Linux 5.12 and a file system that has them"
              .formatted(Files.getFileStore(above).type(), e.reason()));
    }
  }

  /** Folders that are gone when it is closed. */
  private static final class Scratch implements AutoCloseable {
    private final Path above;
    private final Path root;

    Scratch(Path above) throws IOException {
      this.above = above;
      root = Files.createTempDirectory(above, ".jdock-doctor-");
    }

    Path folder(String name) throws IOException {
      return Files.createDirectories(root.resolve(name));
    }

    @Override
    public void close() {
      try (Directory directory = Directory.open(above)) {
        directory.removeTree(above.relativize(root).toString());
      }
    }
  }
}
