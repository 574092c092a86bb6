package dev.jdock.runtime.network.egress;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import java.net.Inet4Address;
import java.util.ArrayList;
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

  /** What is allowed by its address. */
  List<Allowed> subnets() {
    return all.stream().filter(each -> each.destination() instanceof Destination.Subnet).toList();
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
  boolean contains(Inet4Address address) {
    return all.stream()
        .anyMatch(each ->
            each.destination() instanceof Destination.Subnet subnet && subnet.contains(address));
  }
}
