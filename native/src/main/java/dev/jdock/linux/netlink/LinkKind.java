package dev.jdock.linux.netlink;

/** What a new link is, with what its kind has to say: linux/if_link.h. */
public sealed interface LinkKind {
  /** As the kernel names it; also the name of its module, which a kernel may have. */
  String text();

  /** Another Ethernet address on a link that is there. */
  record Macvlan(Mode mode) implements LinkKind {
    /** Whom such links of the same parent reach. */
    public enum Mode {
      /** Each other not at all. */
      PRIVATE(1),
      /** Each other through a switch that sends back what it gets (IEEE 802.1Qbg). */
      VEPA(2),
      /** Each other. */
      BRIDGE(4),
      /** There is one only, which has the parent for itself. */
      PASSTHRU(8);

      private final int number;

      Mode(int number) {
        this.number = number;
      }

      int number() {
        return number;
      }
    }

    @Override
    public String text() {
      return "macvlan";
    }
  }

  /** Further IP addresses on a link that is there, with its Ethernet address. */
  record Ipvlan(Layer layer, Reach reach) implements LinkKind {
    /** What decides where packets go. */
    public enum Layer {
      /** The link itself, as on Ethernet. */
      L2(0),
      /** The routes of the parent's network namespace. */
      L3(1),
      /** The same, and its firewall sees the packets, too. */
      L3S(2);

      private final int number;

      Layer(int number) {
        this.number = number;
      }

      int number() {
        return number;
      }
    }

    /** Whom such links of the same parent reach, as with macvlan. */
    public enum Reach {
      BRIDGE(0),
      PRIVATE(1),
      VEPA(2);

      private final int flags;

      Reach(int flags) {
        this.flags = flags;
      }

      int flags() {
        return flags;
      }
    }

    @Override
    public String text() {
      return "ipvlan";
    }
  }

  /**
   * A network of its own on the cable of a link that is there (IEEE 802.1Q).
   *
   * @param id 1 to 4094
   */
  record Vlan(int id) implements LinkKind {
    @Override
    public String text() {
      return "vlan";
    }
  }

  /** A link that leads nowhere. */
  record Dummy() implements LinkKind {
    @Override
    public String text() {
      return "dummy";
    }
  }
}
