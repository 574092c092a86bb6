package dev.jdock.cli.command.network;

import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.NameValues;
import dev.jdock.runtime.engine.NetworkRequest;
import dev.jdock.runtime.network.AddressCheck;
import dev.jdock.runtime.network.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which subnets a network is to have. Docker's client finds out which flags belong together. */
final class AddressFlags {
  @Option(
      names = "--subnet",
      paramLabel = "strings",
      split = ",",
      description = "Subnet in CIDR format that represents a network segment")
  private List<String> subnets = new ArrayList<>();

  @Option(
      names = "--gateway",
      paramLabel = "strings",
      split = ",",
      description = "Gateway of a subnet")
  private List<String> gateways = new ArrayList<>();

  @Option(
      names = "--ip-range",
      paramLabel = "strings",
      split = ",",
      description = "Allocate container addresses from a part of a subnet")
  private List<String> ranges = new ArrayList<>();

  @Option(
      names = "--aux-address",
      paramLabel = "map",
      description = "Addresses that no container gets (name=address)")
  private List<String> auxiliary = new ArrayList<>();

  @Option(
      names = "--ipam-driver",
      paramLabel = "string",
      description = "IP address management driver (default \"default\")")
  private String driver = "default";

  @Option(
      names = "--ipam-opt",
      paramLabel = "map",
      description = "Set options of the address management")
  private List<String> options = new ArrayList<>();

  /** What one {@code --subnet} and the flags that lie in it say. */
  private static final class Draft {
    private final String subnet;
    private String range = "";
    private String gateway = "";
    private final SortedMap<String, String> auxiliary = new TreeMap<>();

    private Draft(String subnet) {
      this.subnet = subnet;
    }

    private void range(String text) {
      if (!range.isEmpty()) {
        throw CommandFailure.of(
            "cannot configure multiple ranges (%s, %s) on the same subnet (%s)"
                .formatted(text, range, subnet));
      }
      range = text;
    }

    private void gateway(String text) {
      if (!gateway.isEmpty()) {
        throw CommandFailure.of(
            "cannot configure multiple gateways (%s, %s) for the same subnet (%s)"
                .formatted(text, gateway, subnet));
      }
      gateway = text;
    }

    private NetworkRequest.Pool pool() {
      return new NetworkRequest.Pool(subnet, range, gateway, auxiliary);
    }
  }

  NetworkRequest.Ipam ipam() {
    if (subnets.size() < ranges.size() || subnets.size() < gateways.size()) {
      throw CommandFailure.of("every ip-range or gateway must have a corresponding subnet");
    }
    List<Draft> drafts = new ArrayList<>();
    for (String subnet : subnets) {
      if (drafts.stream().anyMatch(other -> overlap(other.subnet, subnet))) {
        throw CommandFailure.of("multiple overlapping subnet configuration is not supported");
      }
      drafts.add(new Draft(subnet));
    }
    ranges.forEach(range -> home(drafts, "range", range).range(range));
    gateways.forEach(gateway -> home(drafts, "gateway", gateway).gateway(gateway));
    NameValues.of(auxiliary)
        .forEach(
            (name, address) -> home(drafts, "aux-address", address).auxiliary.put(name, address));
    return new NetworkRequest.Ipam(
        driver, NameValues.of(options), drafts.stream().map(Draft::pool).toList());
  }

  /** The one whose subnet an address or a part of a subnet lies in. */
  private static Draft home(List<Draft> drafts, String what, String text) {
    Subnet part = subnet(text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32"));
    for (Draft draft : drafts) {
      Subnet whole = subnet(draft.subnet);
      if (whole != null
          && part != null
          && whole.overlaps(part)
          && part.prefixLength() >= whole.prefixLength()) {
        return draft;
      }
    }
    throw CommandFailure.of("no matching subnet for " + what + " " + text);
  }

  private static boolean overlap(String one, String other) {
    Subnet first = subnet(one);
    Subnet second = subnet(other);
    return first != null && second != null && first.overlaps(second);
  }

  /** Null for what is none: the engine says why. */
  private static @Nullable Subnet subnet(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !AddressCheck.isIp(text.substring(0, slash))) {
      return null;
    }
    try {
      return Subnet.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
