package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.AddressText;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerMode;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.network.Endpoint;
import dev.jdock.runtime.network.EtcFiles;
import dev.jdock.runtime.network.HostFiles;
import dev.jdock.runtime.network.NetworkDefaults;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.Place;
import dev.jdock.runtime.rootfs.MountSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files of /etc that are a container's own folder's, unless the user mounts something there. */
public record ContainerEtc(
    ContainerFiles files, ContainerRegistry registry, Networks networks, Links links) {
  private static final Set<String> PATHS =
      Set.of("/etc/hosts", "/etc/hostname", "/etc/resolv.conf");
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * Writes them, and mounts them.
   *
   * @param directory of a run
   */
  List<MountSpec> mounts(ContainerRecord record, Path directory) {
    String owner = owner(record);
    Path folder = folder(record, owner, directory);
    if (owner.equals(record.id())) {
      NetworkDefaults defaults = networks.defaults();
      Path hosts = folder.resolve("hosts");
      boolean starts = directory.equals(files.run(record.id()));
      if (!(starts && joins(record))) {
        write(hosts, hosts(record, List.of(), defaults));
      } else if (!Files.exists(hosts)) {
        // Nobody reads it before it is completed.
        write(hosts, "");
      }
      write(folder.resolve("hostname"), EtcFiles.hostname(record.hostname()));
      write(folder.resolve("resolv.conf"), resolvConf(record, defaults));
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
  void connected(ContainerRecord record, List<Endpoint> endpoints) {
    write(
        files.directory(record.id()).resolve("hosts"),
        hosts(record, endpoints, networks.defaults()) + links.hosts(record));
  }

  /** Completes it of a container that runs, which may have written to it. */
  public void connectedFurther(ContainerRecord record, Endpoint endpoint) {
    Path hosts = files.directory(record.id()).resolve("hosts");
    String before = read(hosts);
    String end = before.endsWith("\n") || before.isEmpty() ? "" : "\n";
    write(hosts, before + end + String.join("", lines(record, endpoint)));
  }

  /** A container that has got a name server asks it, unless its file was changed. */
  public void serverChanged(ContainerRecord before, ContainerRecord now) {
    Path file = files.directory(now.id()).resolve("resolv.conf");
    NetworkDefaults defaults = networks.defaults();
    if (read(file).equals(resolvConf(before, defaults))) {
      write(file, resolvConf(now, defaults));
    }
  }

  /** Takes an address out of it. */
  public void disconnected(ContainerRecord record, Endpoint endpoint) {
    Path hosts = files.directory(record.id()).resolve("hosts");
    String text = read(hosts);
    for (String line : lines(record, endpoint)) {
      text = text.replace(line, "");
    }
    write(hosts, text);
  }

  private static List<String> lines(ContainerRecord record, Endpoint endpoint) {
    return endpoint.places().stream()
        .map(place -> EtcFiles.line(place.text(), record.hostname(), domain(record)))
        .toList();
  }

  private static @Nullable String domain(ContainerRecord record) {
    return record.spec().networking().domainname();
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

  /** Whether its start comes to {@link #connected}. */
  private static boolean joins(ContainerRecord record) {
    Networking networking = record.spec().networking();
    String mode = networking.mode();
    return !ContainerMode.isContainer(mode)
        && !mode.equals(NetworkDefinition.HOST)
        && networking.networks().stream()
            .anyMatch(each -> !each.network().equals(NetworkDefinition.NONE));
  }

  private String hosts(ContainerRecord record, List<Endpoint> endpoints, NetworkDefaults defaults) {
    Networking networking = defaults.filled(record.spec().networking());
    List<String> addresses =
        endpoints.stream()
            .flatMap(endpoint -> endpoint.places().stream())
            .map(Place::text)
            .toList();
    boolean usual = isOnUsual(networking);
    EtcFiles.Surroundings around =
        new EtcFiles.Surroundings(gateways(networking, endpoints, usual), usual, false, false);
    return EtcFiles.hosts(
        networking, record.hostname(), addresses, around, () -> hostFiles().hosts());
  }

  private static String resolvConf(ContainerRecord record, NetworkDefaults defaults) {
    Networking networking = defaults.filled(record.spec().networking());
    EtcFiles.Surroundings around =
        new EtcFiles.Surroundings(
            List.of(),
            false,
            ContainerNameServers.isFor(networking),
            isOnUsual(networking) && defaults.bridge().ipv6());
    return EtcFiles.resolvConf(networking, around, hostFiles());
  }

  private static HostFiles hostFiles() {
    try {
      return HostFiles.read();
    } catch (IOException e) {
      throw JdockException.internal("cannot read the host's /etc: " + e.getMessage(), e);
    }
  }

  private static boolean isOnUsual(Networking networking) {
    return networking.networks().stream()
        .anyMatch(each -> each.network().equals(NetworkDefinition.DEFAULT));
  }

  /** The host, as the container reaches it: by a bridge that it is on. */
  private List<String> gateways(Networking networking, List<Endpoint> endpoints, boolean usual) {
    List<InetAddress> addresses = List.of();
    if (!networking.mode().equals(NetworkDefinition.HOST)) {
      if (!endpoints.isEmpty()) {
        addresses = networks.hostAddresses(endpoints.getFirst());
      } else if (usual) {
        addresses = networks.hostAddresses();
      }
    }
    return addresses.isEmpty()
        ? List.of(LOOPBACK)
        : addresses.stream().map(AddressText::of).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Not cut off first: ext4 writes a file that was cut off to its disk when it is closed. */
  private static void write(Path file, String content) {
    ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      while (bytes.hasRemaining()) {
        int _ = channel.write(bytes);
      }
      if (channel.size() > bytes.limit()) {
        FileChannel _ = channel.truncate(bytes.limit());
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
