package dev.jdock.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The machine's settings for registries, in the format of Docker's {@code daemon.json}.
 *
 * @param mirrors of Docker Hub, asked before it
 * @param insecureNames hosts, with port if any, whose certificates are not checked and that may be
 *     spoken to without TLS
 * @param insecureRanges the same for all hosts with an address there
 */
public record RegistrySettings(
    List<URI> mirrors, Set<String> insecureNames, List<Cidr> insecureRanges) {
  private static final Cidr LOOPBACK = Cidr.parse("127.0.0.0/8").orElseThrow();

  public RegistrySettings {
    mirrors = List.copyOf(mirrors);
    insecureNames = Set.copyOf(insecureNames);
    insecureRanges = List.copyOf(insecureRanges);
  }

  /** As Docker without a file: the loopback alone is trusted without TLS. */
  public static RegistrySettings none() {
    return new RegistrySettings(List.of(), Set.of(), List.of(LOOPBACK));
  }

  /** The same, but that registry is insecure. */
  RegistrySettings withInsecure(String registry) {
    Set<String> names = new TreeSet<>(insecureNames);
    names.add(registry);
    return new RegistrySettings(mirrors, names, insecureRanges);
  }

  /** Those of {@code daemon.json}. */
  public static RegistrySettings read(Path etc) {
    return DaemonFile.read(etc, "registries", RegistrySettings::of, none());
  }

  static RegistrySettings parse(byte[] bytes) {
    return of(Json.read(bytes, "JSON"));
  }

  private static RegistrySettings of(JsonNode root) {
    List<URI> mirrors = new ArrayList<>();
    root.path("registry-mirrors").forEach(node -> mirrors.add(mirror(node.asText())));
    Set<String> names = new TreeSet<>();
    List<Cidr> ranges = new ArrayList<>();
    ranges.add(LOOPBACK);
    for (JsonNode node : root.path("insecure-registries")) {
      String text = withoutScheme(node.asText().strip());
      Cidr.parse(text).ifPresentOrElse(ranges::add, () -> names.add(host(text)));
    }
    return new RegistrySettings(mirrors, names, ranges);
  }

  private static URI mirror(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw JdockException.invalid("invalid mirror: \"" + text + "\" is not a valid URI");
    }
    String scheme = uri.getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme) || uri.getHost() == null) {
      throw JdockException.invalid(
          "invalid mirror: unsupported scheme \"" + scheme + "\" in \"" + uri + "\"");
    }
    boolean root = uri.getPath().isEmpty() || uri.getPath().equals("/");
    if (!root || uri.getQuery() != null || uri.getFragment() != null) {
      throw JdockException.invalid(
          "invalid mirror: path, query, or fragment at end of the URI \"" + uri + "\"");
    }
    if (uri.getUserInfo() != null) {
      throw JdockException.invalid("invalid mirror: username/password not allowed in URI");
    }
    return URI.create(scheme + "://" + uri.getAuthority());
  }

  private static String withoutScheme(String text) {
    int scheme = text.indexOf("://");
    return scheme < 0 ? text : text.substring(scheme + 3);
  }

  private static String host(String text) {
    if (text.isEmpty() || text.startsWith("-") || text.indexOf('/') >= 0) {
      throw JdockException.invalid("insecure registry " + text + " is not valid");
    }
    return text;
  }

  /**
   * Whether plain HTTP and unknown certificates will do.
   *
   * @param registry its host name, with port if any
   */
  boolean insecure(String registry) {
    if (insecureNames.contains(registry)) {
      return true;
    }
    String host = Hosts.withoutPort(registry);
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (insecureRanges.stream().anyMatch(range -> range.contains(address))) {
          return true;
        }
      }
    } catch (UnknownHostException e) {
      // A proxy may know it; nothing says that it is insecure.
    }
    return false;
  }
}
