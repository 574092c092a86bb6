package dev.jdock.runtime.network;

import dev.jdock.runtime.engine.Networking;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the three files that every container gets of its own, laid out as Docker does.
 */
public record EtcFiles(String hosts, String hostname, String resolvConf) {
  /** By which a container reaches this machine, as with Docker Desktop. */
  public static final String HOST_NAME = "host.docker.internal";

  private static final String HOST_GATEWAY = "host-gateway";

  private static final String LOCAL_HOSTS =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  /**
   * What a container finds around itself.
   *
   * @param gateways what {@code host-gateway} stands for in an extra host
   * @param knowsHost whether the file says who {@link #HOST_NAME} is
   * @param ownServer whether it has a name server of the engine's
   * @param ipv6 whether it reaches name servers by IPv6
   */
  public record Surroundings(
      List<String> gateways, boolean knowsHost, boolean ownServer, boolean ipv6) {
    /** Nothing. */
    public static final Surroundings NONE = new Surroundings(List.of(), false, false, false);

    public Surroundings {
      gateways = List.copyOf(gateways);
    }
  }

  /**
   * @param networking as requested by the user; its mode decides
   * @param hostname of the container, without its domain name
   * @param addresses of the container; none in the modes {@code none} and {@code host}
   * @param around what it finds around itself
   */
  public static EtcFiles of(
      Networking networking,
      String hostname,
      List<String> addresses,
      Surroundings around,
      HostFiles host) {
    return new EtcFiles(
        hosts(networking, hostname, addresses, around, host::hosts),
        hostname(hostname),
        resolvConf(networking, around, host));
  }

  /**
   * The contents of /etc/hosts alone.
   *
   * @param ofHost the host's own, asked for only where the container has that
   */
  public static String hosts(
      Networking networking,
      String hostname,
      List<String> addresses,
      Surroundings around,
      Supplier<String> ofHost) {
    return isOfHost(networking) && networking.extraHosts().isEmpty()
        ? ofHost.get()
        : hosts(networking, hostname, addresses, around);
  }

  /** The contents of /etc/hostname alone. */
  public static String hostname(String hostname) {
    return hostname + "\n";
  }

  /** The contents of /etc/resolv.conf alone. */
  public static String resolvConf(Networking networking, Surroundings around, HostFiles host) {
    return around.ownServer()
        ? ResolvConf.ofOwnServer(networking, host.resolvConf())
        : resolvConf(networking, host, isOfHost(networking), around.ipv6());
  }

  private static boolean isOfHost(Networking networking) {
    return networking.mode().equals("host");
  }

  private static String hosts(
      Networking networking, String hostname, List<String> addresses, Surroundings around) {
    StringBuilder text = new StringBuilder(LOCAL_HOSTS);
    for (String extra : networking.extraHosts()) {
      // name:address, and the address may be an IPv6 one; the command line may leave name=address.
      String[] parts = extra.split("[:=]", 2);
      boolean gateway = parts.length < 2 || parts[1].equals(HOST_GATEWAY);
      for (String target : gateway ? around.gateways() : List.of(unbracketed(parts[1]))) {
        text.append(target).append('\t').append(parts[0]).append('\n');
      }
    }
    boolean named =
        networking.extraHosts().stream().anyMatch(each -> each.matches(HOST_NAME + "[:=].*"));
    if (around.knowsHost() && !named) {
      around
          .gateways()
          .forEach(gateway -> text.append(gateway).append('\t').append(HOST_NAME).append('\n'));
    }
    for (String address : addresses) {
      text.append(line(address, hostname, networking.domainname()));
    }
    return text.toString();
  }

  /** The line of /etc/hosts for one address of the container itself. */
  public static String line(String address, String hostname, @Nullable String domain) {
    return address + "\t" + names(hostname, domain) + "\n";
  }

  /**
   * The name with the domain and the one without, whether the domain was given separately or as a
   * part of the hostname.
   */
  private static String names(String hostname, @Nullable String domain) {
    String full = domain == null || domain.isEmpty() ? hostname : hostname + "." + domain;
    int dot = full.indexOf('.');
    return dot < 0 ? full : full + " " + full.substring(0, dot);
  }

  private static String unbracketed(String address) {
    return address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
  }

  private static String resolvConf(
      Networking networking, HostFiles host, boolean hostMode, boolean ipv6) {
    boolean asked =
        !networking.dns().isEmpty()
            || !networking.dnsSearch().isEmpty()
            || !networking.dnsOptions().isEmpty();
    String given = hostMode ? host.resolvConf() : host.upstreamResolvConf();
    if (!asked) {
      return hostMode ? given : ResolvConf.reachable(given, ipv6);
    }
    ResolvConf inherited = ResolvConf.parse(given);
    String text =
        new ResolvConf(
                orElse(networking.dns(), inherited.nameservers()),
                orElse(networking.dnsSearch(), inherited.search()),
                orElse(networking.dnsOptions(), inherited.options()))
            .text();
    // Servers that the user names are kept whatever they are.
    return hostMode || !networking.dns().isEmpty() ? text : ResolvConf.reachable(text, ipv6);
  }

  static List<String> orElse(List<String> asked, List<String> inherited) {
    return asked.isEmpty() ? inherited : asked;
  }
}
