package dev.jdock.runtime.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.content.DurableFiles;
import dev.jdock.image.content.NewerRecordException;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.oci.Json;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.network.egress.AllowList;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of users' networks: a folder each, named like its id, with {@code network.json} and
 * a folder of its endpoints. The second version is for those that have IPv6, or no IPv4, the third
 * one for those on a link of the machine.
 */
final class NetworkFiles {
  private static final String FILE = "network.json";
  private static final int VERSION = 3;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final Path root;

  NetworkFiles(Path root) {
    this.root = root;
  }

  /** Where a network's endpoints are. */
  Path endpoints(String id) {
    return root.resolve(id).resolve("endpoints");
  }

  /**
   * Every network; what is left of one that did not come to be, or was being removed, is deleted.
   *
   * @param damaged told of each that cannot be read, which stays as it is
   */
  List<NetworkDefinition> readAll(Consumer<String> damaged) {
    List<NetworkDefinition> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
      for (Path folder : folders) {
        String id = folder.getFileName().toString();
        if (!ID.matcher(id).matches()) {
          continue;
        }
        if (!Files.exists(folder.resolve(FILE))) {
          delete(id);
          continue;
        }
        try {
          all.add(read(id, Files.readAllBytes(folder.resolve(FILE))));
        } catch (NewerRecordException e) {
          damaged.accept(e.of("network " + id));
        } catch (IOException e) {
          damaged.accept("network " + id + " cannot be read: " + Reason.of(e));
        } catch (JdockException | DateTimeException | IllegalArgumentException e) {
          damaged.accept("network " + id + " cannot be read: " + e.getMessage());
        }
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + root + ": " + Reason.of(e), e);
    }
    return all;
  }

  void write(NetworkDefinition network) {
    Path folder = root.resolve(network.id());
    try {
      Files.createDirectories(folder);
      DurableFiles.replace(folder.resolve(FILE), Json.bytes(json(network)));
      DurableFiles.syncDirectory(root);
    } catch (IOException e) {
      delete(network.id());
      throw JdockException.internal(
          "cannot write network " + network.name() + ": " + Reason.of(e), e);
    }
  }

  /** The definition goes first: what is left without it is deleted by the next engine. */
  void delete(String id) {
    try {
      Files.deleteIfExists(root.resolve(id).resolve(FILE));
    } catch (IOException e) {
      throw JdockException.internal("cannot delete network " + id + ": " + Reason.of(e), e);
    }
    if (Files.exists(root.resolve(id))) {
      try (Directory networks = Directory.open(root)) {
        networks.removeTree(id);
      }
    }
  }

  private static ObjectNode json(NetworkDefinition network) {
    NetworkDefinition.Ipam addresses = network.ipam();
    boolean usual =
        addresses.ipv4()
            && !addresses.ipv6()
            && addresses.pools().stream()
                .allMatch(pool -> pool.subnet().family() == AddressFamily.IPV4);
    ObjectNode json = Json.object().put(RecordVersion.FIELD, version(network, usual));
    json.put("name", network.name()).put("created", network.created().toString());
    json.put("driver", network.driver()).put("scope", network.scope());
    json.put("internal", network.internal()).put("attachable", network.attachable());
    json.put("configOnly", network.configOnly()).put("configFrom", network.configFrom());
    ObjectNode ipam = json.putObject("ipam").put("driver", network.ipam().driver());
    if (!usual) {
      ipam.put("ipv4", addresses.ipv4()).put("ipv6", addresses.ipv6());
    }
    if (network.ipam().options() != null) {
      put(ipam.putObject("options"), network.ipam().options());
    }
    ArrayNode pools = ipam.putArray("pools");
    for (NetworkDefinition.Pool pool : network.ipam().pools()) {
      ObjectNode each = pools.addObject().put("subnet", pool.subnet().toString());
      if (pool.gateway() != null) {
        each.put("gateway", AddressText.of(pool.gateway()));
      }
      if (pool.range() != null) {
        each.put("range", pool.range().toString());
      }
      ObjectNode auxiliary = each.putObject("auxiliary");
      pool.auxiliary().forEach((name, address) -> auxiliary.put(name, AddressText.of(address)));
    }
    if (!network.allowed().isEmpty()) {
      ArrayNode allowed = json.putArray("allowed");
      network.allowed().forEach(allowed::add);
    }
    put(json.putObject("options"), network.options());
    put(json.putObject("labels"), network.labels());
    return json;
  }

  private static int version(NetworkDefinition network, boolean usual) {
    if (network.isOnParent()) {
      return VERSION;
    }
    return usual ? 1 : 2;
  }

  private static void put(ObjectNode json, SortedMap<String, String> values) {
    values.forEach(json::put);
  }

  private static NetworkDefinition read(String id, byte[] bytes) {
    ObjectNode json = Json.read(bytes, "network");
    RecordVersion.check(json, VERSION);
    JsonNode ipam = json.path("ipam");
    List<NetworkDefinition.Pool> pools = new ArrayList<>();
    ipam.path("pools").forEach(pool -> pools.add(pool(pool)));
    NetworkDefinition network =
        new NetworkDefinition(
            id,
            text(json, "name"),
            Instant.parse(text(json, "created")),
            text(json, "driver"),
            text(json, "scope"),
            json.path("internal").asBoolean(),
            json.path("attachable").asBoolean(),
            new NetworkDefinition.Ipam(
                text(ipam, "driver"),
                ipam.has("options") ? texts(ipam, "options") : null,
                pools,
                ipam.path("ipv4").asBoolean(true),
                ipam.path("ipv6").asBoolean()),
            texts(json, "options"),
            texts(json, "labels"),
            json.path("configOnly").asBoolean(),
            json.path("configFrom").asText(),
            allowed(json));
    if (network.hasLinks() && network.pools().size() != network.ipam().families().size()) {
      throw new IllegalArgumentException("it has no addresses");
    }
    if (network.isOnParent()) {
      ParentOptions _ = ParentOptions.of(network.driver(), network.options());
    }
    return network;
  }

  private static List<String> allowed(JsonNode json) {
    List<String> allowed = new ArrayList<>();
    json.path("allowed").forEach(each -> allowed.add(each.asText()));
    // What it means is read with it: a network must not lead further than its maker wanted.
    AllowList _ = AllowList.parse(allowed);
    return allowed;
  }

  private static NetworkDefinition.Pool pool(JsonNode json) {
    SortedMap<String, InetAddress> auxiliary = new TreeMap<>();
    texts(json, "auxiliary")
        .forEach((name, address) -> auxiliary.put(name, Subnet.parseAddress(address)));
    return new NetworkDefinition.Pool(
        Subnet.parse(text(json, "subnet")),
        json.has("gateway") ? Subnet.parseAddress(text(json, "gateway")) : null,
        subnetOrNull(json),
        auxiliary);
  }

  private static @Nullable Subnet subnetOrNull(JsonNode json) {
    return json.has("range") ? Subnet.parse(text(json, "range")) : null;
  }

  private static String text(JsonNode json, String name) {
    JsonNode field = json.path(name);
    if (!field.isTextual() || field.asText().isEmpty()) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return field.asText();
  }

  private static SortedMap<String, String> texts(JsonNode json, String name) {
    SortedMap<String, String> values = new TreeMap<>();
    json.path(name)
        .properties()
        .forEach(each -> values.put(each.getKey(), each.getValue().asText()));
    return values;
  }
}
