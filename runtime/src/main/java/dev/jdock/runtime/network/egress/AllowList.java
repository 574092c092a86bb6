package dev.jdock.runtime.network.egress;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.AddressText;
import dev.jdock.image.text.GoQuote;
import dev.jdock.linux.netlink.AddressFamily;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All that containers of a network may reach. */
public final class AllowList {
  /** A table of rules is told to the kernel in one message of bounded size. */
  private static final int MOST_RANGES = 128;

  private final List<Allowed> all;
  private final List<Ports> groups;

  private AllowList(List<Allowed> all) {
    this.all = all;
    Set<Ports> distinct = new LinkedHashSet<>();
    all.stream()
        .filter(each -> !(each.destination() instanceof Destination.Subnet))
        .forEach(each -> distinct.add(each.ports()));
    this.groups = List.copyOf(distinct);
  }

  /**
   * Reads what {@code --allow} was given.
   *
   * @throws JdockException INVALID, with the first that is wrong
   */
  public static AllowList parse(List<String> texts) {
    List<Allowed> all = new ArrayList<>();
    for (String text : texts) {
      try {
        all.add(Allowed.parse(text));
      } catch (IllegalArgumentException e) {
        throw JdockException.invalid(
            "invalid destination to allow " + GoQuote.quote(text) + ": " + e.getMessage());
      }
    }
    int ranges = all.stream().mapToInt(each -> Math.max(1, each.ports().ranges().size())).sum();
    if (ranges > MOST_RANGES) {
      throw JdockException.invalid(
          "a network allows %d ports and ranges of them at most, not %d"
              .formatted(MOST_RANGES, ranges));
    }
    return new AllowList(all);
  }

  /** The ports that names lead to, each once: addresses of names are kept by these. */
  List<Ports> groups() {
    return groups;
  }

  /** What is allowed by its address, of one version of IP. */
  List<Allowed> subnets(AddressFamily family) {
    return all.stream()
        .filter(each ->
            each.destination() instanceof Destination.Subnet subnet && subnet.family() == family)
        .toList();
  }

  /**
   * Refuses addresses that nobody on the network could go to.
   *
   * @param families that it has
   * @throws JdockException INVALID, with the first of another version of IP
   */
  public void require(Collection<AddressFamily> families) {
    for (Allowed each : all) {
      if (each.destination() instanceof Destination.Subnet subnet
          && !families.contains(subnet.family())) {
        throw JdockException.invalid(
            "cannot allow %s: the network has no %s"
                .formatted(
                    AddressText.of(subnet.network()),
                    subnet.family() == AddressFamily.IPV4 ? "IPv4" : "IPv6"));
      }
    }
  }

  /**
   * The groups that a name belongs to; none for one that is not allowed.
   *
   * @param name in small letters, without a dot at its end
   */
  List<Integer> groups(String name) {
    Set<Integer> found = new LinkedHashSet<>();
    for (Allowed each : all) {
      boolean matches =
          switch (each.destination()) {
            case Destination.Named named -> named.name().equals(name);
            case Destination.Below below -> name.endsWith("." + below.name());
            case Destination.Subnet _ -> false;
          };
      if (matches) {
        found.add(groups.indexOf(each.ports()));
      }
    }
    return List.copyOf(found);
  }

  /** Whether an address is allowed by itself, on some port. */
  boolean contains(InetAddress address) {
    return all.stream()
        .anyMatch(each ->
            each.destination() instanceof Destination.Subnet subnet && subnet.contains(address));
  }
}
