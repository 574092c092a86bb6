package dev.jdock.runtime.container.create;

import static dev.jdock.runtime.container.create.Requirement.require;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.network.AddressCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of names, addresses and ports of a container. Most of it is written into
 * files of the container that are read line by line.
 */
public final class NetworkCheck {
  private static final int HIGHEST_PORT = 65535;
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
  private static final Pattern EXPOSED = Pattern.compile("(\\d{1,5})(?:/(?:tcp|udp|sctp)?)?");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
  private static final Pattern BLANK = Pattern.compile("[\\x00-\\x20\\x7f]");
  private static final String HOST_GATEWAY = "host-gateway";

  /** __NEW_UTS_LEN, the most that sethostname(2) and setdomainname(2) take, in bytes. */
  private static final int LONGEST_NAME = 64;

  private final Networking wanted;

  private NetworkCheck(Networking wanted) {
    this.wanted = wanted;
  }

  /**
   * Checks each value by itself; whether networks and other containers exist is not looked at.
   *
   * @throws JdockException INVALID in Docker's words
   */
  public static void validate(Networking wanted) {
    NetworkCheck check = new NetworkCheck(wanted);
    check.mode();
    check.names();
    check.nameService();
    check.extraHosts();
    check.addresses();
    wanted.links().forEach(NetworkCheck::link);
    wanted.publish().forEach(NetworkCheck::published);
    wanted.exposed().forEach(NetworkCheck::exposed);
  }

  private void mode() {
    require(
        !wanted.mode().equals("container") && !wanted.mode().equals("container:"),
        "Invalid network mode: invalid container format container:<name|id>");
  }

  private void names() {
    name("hostname", wanted.hostname());
    name("domain name", wanted.domainname());
  }

  private static void name(String what, @Nullable String name) {
    if (name == null) {
      return;
    }
    require(!CONTROL.matcher(name).find(), "invalid " + what + ": it contains a control character");
    require(
        name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME,
        "invalid " + what + ": " + name + " is longer than " + LONGEST_NAME + " bytes");
  }

  private void nameService() {
    wanted
        .dns()
        .forEach(server -> require(AddressCheck.isIp(server), "bad nameserver address " + server));
    wanted
        .dnsSearch()
        .forEach(domain ->
            require(
                !domain.isEmpty() && !BLANK.matcher(domain).find(),
                domain + " is not a valid domain"));
    wanted
        .dnsOptions()
        .forEach(option ->
            require(
                !option.isEmpty() && !BLANK.matcher(option).find(),
                "invalid DNS option: " + option));
  }

  private void extraHosts() {
    for (String host : wanted.extraHosts()) {
      int colon = host.indexOf(':');
      require(
          colon > 0 && !BLANK.matcher(host.substring(0, colon)).find(),
          "bad format for add-host: " + GoQuote.quote(host));
      String address = host.substring(colon + 1);
      require(
          address.equals(HOST_GATEWAY) || AddressCheck.isIp(address),
          "invalid IP address in add-host: " + GoQuote.quote(address));
    }
  }

  /** {@code CONTAINER[:ALIAS]}. */
  private static void link(String text) {
    require(!text.isEmpty(), "empty string specified for links");
    require(
        text.chars().filter(c -> c == ':').count() <= 1 && !BLANK.matcher(text).find(),
        "bad format for links: " + text);
  }

  private void addresses() {
    Networking.Address address = wanted.address();
    require(
        address.mac().isEmpty() || AddressCheck.isMac(address.mac()),
        "invalid MAC address " + address.mac());
    require(
        address.ip().isEmpty() || AddressCheck.isIpv4(address.ip()),
        "invalid IPv4 address: " + address.ip());
    require(
        address.ip6().isEmpty() || AddressCheck.isIpv6(address.ip6()),
        "invalid IPv6 address: " + address.ip6());
  }

  /**
   * Checks ports to be published.
   *
   * @throws JdockException INVALID in Docker's words
   */
  public static void validate(List<PortMapping> ports) {
    ports.forEach(NetworkCheck::published);
  }

  private static void published(PortMapping port) {
    require(PROTOCOLS.contains(port.protocol()), "invalid proto: " + port.protocol());
    number(port.containerPort());
    number(port.hostPort());
    number(port.lastHostPort());
    require(
        port.hostIp().isEmpty() || AddressCheck.isIp(port.hostIp()),
        "invalid IP address: " + port.hostIp());
  }

  private static void number(int port) {
    require(
        port >= 0 && port <= HIGHEST_PORT,
        "invalid port specification: " + GoQuote.quote(Integer.toString(port)));
  }

  private static void exposed(String port) {
    Matcher parts = EXPOSED.matcher(port);
    require(
        parts.matches() && Integer.parseInt(parts.group(1)) <= HIGHEST_PORT,
        "invalid port specification: " + GoQuote.quote(port));
  }
}
