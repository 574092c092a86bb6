package dev.jdock.runtime.container.create;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Networking.Address;
import dev.jdock.runtime.engine.Networking.Attachment;
import dev.jdock.runtime.network.AddressCheck;
import dev.jdock.runtime.network.EndpointOptions;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.Subnet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The networks that a container is to be on, and what it wants of them, in Docker's words. */
public final class Attachments {
  private static final String INVALID = "invalid endpoint settings:";
  private static final Set<String> PREDEFINED = Set.of("default", "bridge", "host", "none");

  private Attachments() {}

  /**
   * Checks them against the networks that there are.
   *
   * @throws JdockException NOT_FOUND for an unknown network, INVALID or FORBIDDEN
   */
  static void validate(Networks networks, Networking wanted) {
    Set<String> names = new HashSet<>();
    for (Attachment each : wanted.networks()) {
      NetworkDefinition network = networks.definitions().find(each.network());
      if (!names.add(network.name())) {
        throw JdockException.invalid(
            "network \"" + network.name() + "\" is specified multiple times");
      }
      List<String> errors = errors(network, each);
      if (!errors.isEmpty()) {
        throw JdockException.invalid(
            "invalid config for network " + each.network() + ": " + INVALID, errors);
      }
      requireConnectable(network);
    }
    requireCompatible(names);
  }

  /**
   * Checks one that is added to a container that is there.
   *
   * @throws JdockException INVALID or FORBIDDEN
   */
  public static void validate(NetworkDefinition network, Attachment wanted) {
    List<String> errors = errors(network, wanted);
    if (!errors.isEmpty()) {
      throw JdockException.invalid(INVALID, errors);
    }
    requireConnectable(network);
  }

  private static void requireConnectable(NetworkDefinition network) {
    if (network.configOnly()) {
      throw JdockException.forbidden(
          "cannot connect to network " + network.name() + ": it is a configuration network");
    }
  }

  /**
   * @throws JdockException FORBIDDEN for networks that cannot be had together
   */
  public static void requireCompatible(Set<String> names) {
    if (names.size() > 1 && names.contains(NetworkDefinition.NONE)) {
      throw JdockException.forbidden(
          "container cannot be connected to multiple networks with one of the networks in private"
              + " (none) mode");
    }
    if (names.size() > 1 && names.contains(NetworkDefinition.HOST)) {
      throw JdockException.forbidden(
          "cannot connect container to host network - container must be created in host network"
              + " mode");
    }
  }

  private static List<String> errors(NetworkDefinition network, Attachment wanted) {
    List<String> errors = new ArrayList<>();
    boolean own = network.hasLinks() && !network.name().equals(NetworkDefinition.DEFAULT);
    Address address = wanted.address();
    if (!own && !(address.ip().isEmpty() && address.ip6().isEmpty())) {
      errors.add("user specified IP address is supported on user defined networks only");
    }
    List<String> aliases = wanted.aliases();
    if (!own && aliases != null && !aliases.isEmpty()) {
      errors.add("network-scoped alias is supported only for containers in user defined networks");
    }
    if (!address.ip().isEmpty()) {
      boolean valid = AddressCheck.isIpv4(address.ip());
      if (!valid) {
        errors.add("invalid IPv4 address: " + address.ip());
      }
      if (!valid || !isIn(network, address.ip())) {
        errors.add("no configured subnet or ip-range contain the IP address " + address.ip());
      }
    }
    if (!address.ip6().isEmpty()) {
      boolean valid =
          AddressCheck.isIpv6(address.ip6())
              && !address.ip6().contains("%")
              && Subnet.parseAddress(address.ip6()) instanceof Inet6Address;
      if (!valid) {
        errors.add("invalid IPv6 address: " + address.ip6());
      }
      if (!valid || !isIn(network, address.ip6())) {
        errors.add("no configured subnet or ip-range contain the IP address " + address.ip6());
      }
    }
    linkLocal(network, address.linkLocal(), errors);
    errors.addAll(EndpointOptions.errors(wanted.driverOptions()));
    if (!own && !wanted.links().isEmpty()) {
      errors.add("links of a connection are known on user defined networks only");
    }
    return errors;
  }

  private static boolean isIn(NetworkDefinition network, String text) {
    InetAddress address = Subnet.parseAddress(text);
    return network.pools().stream().anyMatch(pool -> pool.subnet().isForHosts(address));
  }

  private static void linkLocal(
      NetworkDefinition network, List<String> wanted, List<String> errors) {
    if (!wanted.isEmpty() && !network.hasLinks()) {
      errors.add("conflicting options: link-local IP address and the network mode");
    }
    for (String each : wanted) {
      if (AddressCheck.isIpv6(each) && !network.ipam().ipv6()) {
        errors.add("network " + network.name() + " has no IPv6: " + each + " cannot be given");
      } else if (!AddressCheck.isIp(each)) {
        errors.add("invalid link-local IP address: [" + String.join(" ", wanted) + "]");
      }
    }
  }

  /** The same with the networks' names where it has ids. */
  static Networking named(Networks networks, Networking wanted) {
    if (wanted.attachments() == null && PREDEFINED.contains(wanted.mode())) {
      return wanted;
    }
    List<Attachment> attachments = wanted.networks();
    return wanted.withAttachments(
        attachments.stream()
            .map(each -> each.withNetwork(networks.definitions().find(each.network()).name()))
            .toList());
  }
}
