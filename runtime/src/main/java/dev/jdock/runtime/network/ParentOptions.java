package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.netlink.LinkKind;
import dev.jdock.linux.netlink.LinkKind.Ipvlan;
import dev.jdock.linux.netlink.LinkKind.Macvlan;
import java.util.Map;
import java.util.Set;

/**
 * What the options of a network say whose containers are on a link of this machine: of the drivers
 * {@code macvlan} and {@code ipvlan}.
 *
 * @param parent that link; empty for one that leads nowhere
 * @param kind of the containers' links
 */
record ParentOptions(String parent, LinkKind kind) {
  static final Set<String> DRIVERS = Set.of("macvlan", "ipvlan");
  static final String PARENT = "parent";
  private static final String LOOPBACK = "lo";

  /**
   * In Docker's words where they are wrong.
   *
   * @param driver one of {@link #DRIVERS}
   * @throws JdockException INVALID
   */
  static ParentOptions of(String driver, Map<String, String> options) {
    LinkKind kind =
        driver.equals("macvlan")
            ? new Macvlan(macvlanMode(options.getOrDefault("macvlan_mode", "")))
            : new Ipvlan(
                ipvlanMode(options.getOrDefault("ipvlan_mode", "")),
                ipvlanReach(options.getOrDefault("ipvlan_flag", "")));
    String parent = options.getOrDefault(PARENT, "");
    if (parent.equals(LOOPBACK)) {
      throw JdockException.invalid("loopback interface is not a valid " + driver + " parent link");
    }
    return new ParentOptions(parent, kind);
  }

  private static Macvlan.Mode macvlanMode(String text) {
    return switch (text) {
      case "", "bridge" -> Macvlan.Mode.BRIDGE;
      case "private" -> Macvlan.Mode.PRIVATE;
      case "passthru" -> Macvlan.Mode.PASSTHRU;
      case "vepa" -> Macvlan.Mode.VEPA;
      default ->
          throw JdockException.invalid(
              "requested macvlan mode '"
                  + text
                  + "' is not valid, 'bridge' mode is the macvlan driver default");
    };
  }

  private static Ipvlan.Layer ipvlanMode(String text) {
    return switch (text) {
      case "", "l2" -> Ipvlan.Layer.L2;
      case "l3" -> Ipvlan.Layer.L3;
      case "l3s" -> Ipvlan.Layer.L3S;
      default ->
          throw JdockException.invalid(
              "requested ipvlan mode '"
                  + text
                  + "' is not valid, 'l2' mode is the ipvlan driver default");
    };
  }

  private static Ipvlan.Reach ipvlanReach(String text) {
    return switch (text) {
      case "", "bridge" -> Ipvlan.Reach.BRIDGE;
      case "private" -> Ipvlan.Reach.PRIVATE;
      case "vepa" -> Ipvlan.Reach.VEPA;
      default ->
          throw JdockException.invalid(
              "requested ipvlan flag '"
                  + text
                  + "' is not valid, 'bridge' is the ipvlan driver default");
    };
  }

  /** Whether the parent's own routes decide where packets go: no gateway is asked. */
  boolean isRouted() {
    return kind instanceof Ipvlan ipvlan && ipvlan.layer() != Ipvlan.Layer.L2;
  }

  /** Whether one container has the parent for itself. */
  boolean isExclusive() {
    return kind instanceof Macvlan macvlan && macvlan.mode() == Macvlan.Mode.PASSTHRU;
  }

  /**
   * The name of the link that stands for a missing parent.
   *
   * @param id of the network
   */
  String standIn(String id) {
    return (kind instanceof Macvlan ? "dm-" : "di-") + id.substring(0, 12);
  }

  /**
   * Checks that networks can share a parent, as Docker does.
   *
   * @param id of this one, or one that is nobody's
   * @param others all networks there are
   * @throws JdockException FORBIDDEN
   */
  void requireFree(String id, Iterable<NetworkDefinition> others) {
    for (NetworkDefinition other : others) {
      boolean shared =
          other.hasLinks()
              && other.driver().equals(kind.text())
              && !parent.isEmpty()
              && parent.equals(other.options().get(PARENT))
              && !other.id().equals(id);
      if (!shared) {
        continue;
      }
      ParentOptions theirs = of(other.driver(), other.options());
      if (kind instanceof Ipvlan) {
        throw JdockException.forbidden(
            "network "
                + theirs.standIn(other.id())
                + " is already using parent interface "
                + parent);
      }
      if (isExclusive()) {
        throw JdockException.forbidden(
            "cannot use mode passthru, macvlan network "
                + other.id()
                + " is already using parent interface "
                + parent);
      }
      if (theirs.isExclusive()) {
        throw JdockException.forbidden(
            "macvlan network "
                + other.id()
                + " is already using parent interface "
                + parent
                + " in mode passthru");
      }
    }
  }
}
