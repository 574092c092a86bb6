package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.LinkKind;
import dev.jdock.linux.netlink.NewLink;
import dev.jdock.linux.netlink.RouteSocket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The link of this machine that a network's containers are on. One that an engine has made has its
 * alias, by which a later one knows that it may be deleted.
 *
 * @param name of the link
 * @param standsIn whether it is one that leads nowhere, for a network without a parent
 * @param alias of those that the engines of this state directory make
 */
record ParentLink(String name, boolean standsIn, String alias) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final long LAST_VLAN = 4094;

  /** What is written as {@code eth0.10}. */
  private record Vlan(String parent, int id) {}

  /**
   * The link, made if it is not there and its name says how.
   *
   * @throws JdockException INVALID in Docker's words where it does not, UNAVAILABLE where the
   *     kernel has no such links
   */
  Link make(RouteSocket routes) {
    Optional<Link> there = routes.link(name);
    if (there.isPresent()) {
      return there.get();
    }
    if (standsIn) {
      return create(routes, new LinkKind.Dummy(), 0, "failed to create the dummy link " + name);
    }
    Vlan vlan = vlan(routes);
    Link parent = routes.link(vlan.parent()).orElseThrow(() -> noParent(vlan.parent()));
    return create(
        routes,
        new LinkKind.Vlan(vlan.id()),
        parent.index(),
        "failed to create " + name + " vlan link");
  }

  private Link create(RouteSocket routes, LinkKind kind, int on, String failure) {
    try {
      routes.createLink(new NewLink(name), kind, on);
    } catch (SyscallException e) {
      throw refused(failure, kind, e);
    }
    try {
      Link made = routes.link(name).orElseThrow();
      routes.setAlias(made.index(), alias);
      routes.setUp(made.index());
      return made;
    } catch (RuntimeException e) {
      Undo.after(e, () -> routes.deleteLink(name));
      throw e;
    }
  }

  /** The kernel's refusal, with what it lacks if that is why. */
  static JdockException refused(String failure, LinkKind kind, SyscallException e) {
    String option =
        switch (kind) {
          case LinkKind.Macvlan _ -> "CONFIG_MACVLAN";
          case LinkKind.Ipvlan _ -> "CONFIG_IPVLAN";
          case LinkKind.Vlan _ -> "CONFIG_VLAN_8021Q";
          case LinkKind.Dummy _ -> "CONFIG_DUMMY";
        };
    String module = kind instanceof LinkKind.Vlan ? "8021q" : kind.text();
    return e.errno() == Errno.EOPNOTSUPP
        ? new JdockException(
            JdockException.Kind.UNAVAILABLE,
            "%s: operation not supported (the kernel has no %s: module %s, option %s)"
                .formatted(failure, kind.text(), module, option),
            e)
        : JdockException.internal(failure + ": " + e.reason(), e);
  }

  private Vlan vlan(RouteSocket routes) {
    if (!name.contains(".")) {
      throw JdockException.invalid(
          "invalid subinterface vlan name " + name + ", example formatting is eth0.10");
    }
    String[] parts = name.split("\\.", -1);
    if (parts.length != 2) {
      throw JdockException.invalid(
          "required interface name format is: name.vlan_id, ex. eth0.10 for vlan 10, instead"
              + " received "
              + name);
    }
    Matcher number = NUMBER.matcher(parts[1]);
    if (!number.matches()) {
      throw JdockException.invalid(
          "unable to parse a valid vlan id from: " + parts[1] + " (ex. eth0.10 for vlan 10)");
    }
    if (parts[0].isEmpty() || routes.link(parts[0]).isEmpty()) {
      throw noParent(parts[0]);
    }
    long id = Long.parseLong(parts[1]);
    if (id < 1 || id > LAST_VLAN) {
      throw JdockException.invalid("vlan id must be between 1-4094, received: " + id);
    }
    return new Vlan(parts[0], (int) id);
  }

  private static JdockException noParent(String name) {
    return JdockException.invalid("-o parent interface was not found on the host: " + name);
  }

  /** Deletes it if an engine of this state directory has made it. */
  void deleteOwn(RouteSocket routes) {
    boolean own = routes.link(name).filter(link -> link.alias().equals(alias)).isPresent();
    if (own) {
      boolean _ = routes.deleteLink(name);
    }
  }
}
