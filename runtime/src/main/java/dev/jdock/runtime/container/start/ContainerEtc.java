package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerMode;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.network.Endpoint;
import dev.jdock.runtime.network.EtcFiles;
import dev.jdock.runtime.network.HostFiles;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.rootfs.MountSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files of /etc that are a container's own folder's, unless the user mounts something there. */
public record ContainerEtc(
    ContainerFiles files, ContainerRegistry registry, Networks networks, Links links) {
  private static final Set<String> PATHS =
      Set.of("/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

  /**
   * Writes them, and mounts them.
   *
   * @param directory of a run
   */
  List<MountSpec> mounts(ContainerRecord record, Path directory) {
    String owner = owner(record);
    Path folder = folder(record, owner, directory);
    if (owner.equals(record.id())) {
      EtcFiles etc = etc(record, null);
      write(folder.resolve("hosts"), etc.hosts());
      write(folder.resolve("hostname"), etc.hostname());
      write(folder.resolve("resolv.conf"), etc.resolvConf());
    }
    List<MountSpec> mounts = new ArrayList<>();
    for (String path : PATHS) {
      if (record.mounts().stream().noneMatch(mount -> mount.destination().equals(path))) {
        Path file = folder.resolve(path.substring(5));
        mounts.add(new MountSpec.Bind(file, path, false, false, "rprivate"));
      }
    }
    return mounts;
  }

  /** Completes /etc/hosts, which is mounted already, with the container's address. */
  void connected(ContainerRecord record, Endpoint endpoint) {
    write(
        files.directory(record.id()).resolve("hosts"),
        etc(record, endpoint).hosts() + links.hosts(record));
  }

  /** A container that shares a network shares the files about it, while the other is there. */
  private String owner(ContainerRecord record) {
    String mode = record.spec().networking().mode();
    boolean shared =
        ContainerMode.isContainer(mode) && registry.knows(ContainerMode.container(mode));
    return shared ? ContainerMode.container(mode) : record.id();
  }

  /** A look at a container beside its runs must not change what a run of it has by now. */
  private Path folder(ContainerRecord record, String owner, Path directory) {
    boolean beside = !directory.equals(files.run(record.id()));
    return beside && owner.equals(record.id()) ? directory : files.directory(owner);
  }

  private EtcFiles etc(ContainerRecord record, @Nullable Endpoint endpoint) {
    Networking networking = record.spec().networking();
    boolean bridged = List.of("default", "bridge").contains(networking.mode());
    String gateway = bridged ? networks.subnet().gateway().getHostAddress() : "127.0.0.1";
    try {
      return EtcFiles.of(
          networking,
          record.hostname(),
          endpoint == null ? null : endpoint.address().getHostAddress(),
          gateway,
          HostFiles.read());
    } catch (IOException e) {
      throw JdockException.internal("cannot read the host's /etc: " + e.getMessage(), e);
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw JdockException.internal("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
