package dev.jdock.runtime.network;

import dev.jdock.image.content.NewerRecordException;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.network.Endpoint.ContainerLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records of an engine's endpoints for the next engine: one file each.
 *
 * <p>The files are replaced by rename but not synced to disk: they describe state of the running
 * kernel, so each names the boot it belongs to and means nothing after the next. A sync would cost
 * several times what making the endpoint does.
 *
 * <p>The first line is the boot, and after {@code version } the version of what follows, if that is
 * not the first one. The second one is for links that are not a container's only one, the third one
 * for IPv6, the fourth one for links without another end, for ports of SCTP, and for those of the
 * container's own address, which need no host port.
 */
final class EndpointFiles {
  private static final int VERSION = 4;
  private static final String VERSION_MARK = " version ";
  private static final String MAC = "mac ";
  private static final String LINK = "link ";
  private static final String PLACE = "place ";
  private static final String NO_GATEWAY = "-";
  private static final String TEMPORARY = ".";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** An endpoint and its ports; a host port is 0 only where the container's own is meant. */
  record Saved(Endpoint endpoint, List<PortMapping> ports) {}

  private final Path directory;
  private final String boot;

  EndpointFiles(Path directory) {
    this.directory = directory;
    try {
      this.boot = Files.readString(BOOT_ID).strip();
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Saved saved) {
    Endpoint endpoint = saved.endpoint();
    StringBuilder text = new StringBuilder();
    Place first = endpoint.first();
    int version = version(saved);
    text.append(boot).append(version == 1 ? "" : VERSION_MARK + version).append('\n');
    text.append(endpoint.id()).append('\n');
    text.append(endpoint.containerName()).append('\n');
    text.append(first.text()).append('\n');
    text.append(first.subnet()).append('\n');
    text.append(endpoint.hostLink()).append('\n');
    if (endpoint.chosenMac() != null) {
      text.append(MAC).append(endpoint.chosenMac()).append('\n');
    }
    if (version > 1) {
      text.append(LINK).append(endpoint.link().name()).append(' ').append(gateway(first));
      text.append(' ').append(endpoint.link().priority()).append('\n');
    }
    for (Place place : endpoint.places().subList(1, endpoint.places().size())) {
      text.append(PLACE).append(place.text()).append(' ').append(place.subnet());
      text.append(' ').append(gateway(place)).append('\n');
    }
    for (PortMapping port : saved.ports()) {
      text.append(port.protocol()).append(' ').append(port.hostPort()).append(' ');
      text.append(port.containerPort()).append(' ').append(port.hostIp()).append('\n');
    }
    Path temporary = directory.resolve(TEMPORARY + endpoint.containerId());
    try {
      try {
        Files.writeString(temporary, text.append("end\n"));
        Files.move(
            temporary,
            directory.resolve(endpoint.containerId()),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        // Of a full disk, half a file is left.
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw JdockException.internal(
          "cannot write " + directory.resolve(endpoint.containerId()) + ": " + e.getMessage(), e);
    }
  }

  private static int version(Saved saved) {
    Endpoint endpoint = saved.endpoint();
    Place first = endpoint.first();
    boolean unknownBefore =
        saved.ports().stream()
            .anyMatch(port -> port.hostPort() == 0 || port.protocol().equals("sctp"));
    if (!endpoint.isPaired() || unknownBefore) {
      return VERSION;
    }
    if (endpoint.places().size() > 1 || !(first.address() instanceof Inet4Address)) {
      return 3;
    }
    boolean usual = endpoint.link().isUsual() && first.subnet().gateway().equals(first.gateway());
    return usual ? 1 : 2;
  }

  private static String gateway(Place place) {
    InetAddress gateway = place.gateway();
    return gateway == null ? NO_GATEWAY : AddressText.of(gateway);
  }

  private static @Nullable InetAddress gateway(String text) {
    return text.equals(NO_GATEWAY) ? null : Subnet.parseAddress(text);
  }

  void delete(String containerId) {
    try {
      Files.deleteIfExists(directory.resolve(containerId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All of this boot; files of earlier ones and incomplete ones are deleted.
   *
   * @throws JdockException INTERNAL for one that a later jdock has written: its container runs, and
   *     it is unknown which address and ports it has
   */
  List<Saved> readAll() {
    List<Saved> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        // A temporary file that a crash has left may be whole; its container has another one.
        Optional<Saved> saved = name.startsWith(TEMPORARY) ? Optional.empty() : read(file, name);
        if (saved.isPresent()) {
          all.add(saved.get());
        } else {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** An invalid file is ignored; its link is removed, as it belongs to no endpoint. */
  private Optional<Saved> read(Path file, String containerId) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    try {
      return parse(containerId, lines);
    } catch (NewerRecordException e) {
      throw JdockException.internal(e.of("the endpoint in " + file), e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | JdockException e) {
      return Optional.empty();
    }
  }

  private Optional<Saved> parse(String containerId, List<String> lines) {
    String[] first = lines.getFirst().split(VERSION_MARK, 2);
    if (!first[0].equals(boot)) {
      return Optional.empty();
    }
    if (first.length > 1) {
      RecordVersion.check(Integer.parseInt(first[1]), VERSION);
    }
    if (lines.size() < 7 || !lines.getLast().equals("end")) {
      return Optional.empty();
    }
    List<PortMapping> ports = new ArrayList<>();
    MacAddress mac = null;
    Subnet subnet = Subnet.parse(lines.get(4));
    InetAddress gateway = subnet.gateway();
    ContainerLink link = ContainerLink.USUAL;
    List<Place> places = new ArrayList<>();
    for (String line : lines.subList(6, lines.size() - 1)) {
      if (line.startsWith(MAC)) {
        mac = MacAddress.parse(line.substring(MAC.length()));
        continue;
      }
      if (line.startsWith(LINK)) {
        String[] parts = line.substring(LINK.length()).split(" ", 3);
        link = new ContainerLink(parts[0], Integer.parseInt(parts[2]));
        gateway = gateway(parts[1]);
        continue;
      }
      if (line.startsWith(PLACE)) {
        String[] parts = line.substring(PLACE.length()).split(" ", 3);
        places.add(
            new Place(Subnet.parseAddress(parts[0]), Subnet.parse(parts[1]), gateway(parts[2])));
        continue;
      }
      String[] parts = line.split(" ", 4);
      ports.add(new PortMapping(hostIp(parts[3]), port(parts[1], 0), port(parts[2], 1), parts[0]));
    }
    places.addFirst(new Place(Subnet.parseAddress(lines.get(3)), subnet, gateway));
    Endpoint endpoint =
        new Endpoint(lines.get(1), containerId, lines.get(2), places, lines.get(5), mac, link);
    return Optional.of(new Saved(endpoint, ports));
  }

  private static String hostIp(String text) {
    if (!text.isEmpty()) {
      InetAddress _ = InetAddress.ofLiteral(text);
    }
    return text;
  }

  private static int port(String text, int least) {
    int port = Integer.parseInt(text);
    if (port < least || port > 65535) {
      throw new IllegalArgumentException("port " + port);
    }
    return port;
  }
}
