package dev.jdock.runtime.network.egress;

import dev.jdock.image.text.AddressText;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.network.dns.NameLimit;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What one network leads to: its rules in the kernel, the addresses that allowed names have led to,
 * and what was refused. Thread-safe.
 */
public final class Egress implements AutoCloseable {
  /** Programs look a name up and connect a while later, whatever the time to live. */
  private static final long LEAST_MILLIS = 60_000;

  private static final long MOST_MILLIS = 86_400_000;

  /** Of one network: who owns an allowed name may answer with any number. */
  private static final int MOST_ADDRESSES = 4096;

  private final String tableName;
  private final AllowList allowed;
  private final Set<AddressFamily> families;
  private final Function<InetAddress, Container> owners;
  private final Consumer<Refusal> listener;
  private final Refusals refusals = new Refusals(Clock.systemUTC());

  /** By group: when each address is over, as {@link #now} tells it. */
  private final List<Map<InetAddress, Long>> open = new ArrayList<>();

  /** What the kernel had counted at the last look. */
  private final Map<AddressFamily, Map<EgressTable.Refused, Long>> counted =
      new EnumMap<>(AddressFamily.class);

  private final Map<AddressFamily, EgressTable> tables = new EnumMap<>(AddressFamily.class);

  /**
   * Who has an address.
   *
   * @param id empty where nobody has it any more
   * @param name the address itself then
   */
  public record Container(String id, String name) {}

  /**
   * An address that a name has led to.
   *
   * @param leftMillis how long it may be reached
   */
  public record Opened(InetAddress address, String ports, long leftMillis) {}

  /**
   * Of a network, of which nothing is in the kernel yet.
   *
   * @param tableName of its own
   * @param families that it has
   * @param owners of addresses on it
   * @param listener told of what was refused, some time after it happened
   */
  public Egress(
      String tableName,
      AllowList allowed,
      Collection<AddressFamily> families,
      Function<InetAddress, Container> owners,
      Consumer<Refusal> listener) {
    this.tableName = tableName;
    this.allowed = allowed;
    this.families = Set.copyOf(families);
    this.owners = owners;
    this.listener = listener;
    allowed.groups().forEach(_ -> open.add(new LinkedHashMap<>()));
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /**
   * Sees that the rules are in the kernel: those of an earlier engine are kept, with what is in
   * their sets. A version of IP that the network has not is guarded, too: a container that may
   * change its own network could give itself an address of it.
   *
   * @param bridge name of its link
   * @throws SyscallException where the kernel cannot
   */
  public synchronized void guard(String bridge) {
    for (AddressFamily family : AddressFamily.values()) {
      try {
        guard(bridge, family);
      } catch (SyscallException e) {
        if (families.contains(family)) {
          throw e;
        }
        // A kernel without that version of IP, as a rule.
      }
    }
  }

  private void guard(String bridge, AddressFamily family) {
    EgressTable current = tables.get(family);
    if (current != null && current.isThere()) {
      return;
    }
    close(family);
    List<Map<InetAddress, Long>> left = new ArrayList<>();
    for (Map<InetAddress, Long> group : open) {
      forgetOld(group);
      Map<InetAddress, Long> each = new LinkedHashMap<>();
      group.forEach((address, end) -> {
        if (AddressFamily.of(address) == family) {
          each.put(address, end - now());
        }
      });
      left.add(each);
    }
    EgressTable made = EgressTable.of(family, tableName, bridge, allowed, left);
    tables.put(family, made);
    counted.put(family, Map.of());
    if (current == null) {
      adopt(family, made);
    }
  }

  /** Takes over what an earlier engine has opened and told of. */
  private void adopt(AddressFamily family, EgressTable found) {
    for (int group = 0; group < open.size(); group++) {
      Map<InetAddress, Long> known = open.get(group);
      found.open(group).forEach((address, leftMillis) -> known.put(address, now() + leftMillis));
    }
    count(family, found, true);
  }

  private static void forgetOld(Map<InetAddress, Long> group) {
    long now = now();
    group.values().removeIf(end -> end <= now);
  }

  /** What a container is told of names. */
  public NameLimit limit(String containerId, String containerName) {
    return new NameLimit() {
      @Override
      public boolean allows(String name) {
        if (!allowed.groups(name).isEmpty()) {
          return true;
        }
        refusals.add(containerId, containerName, name, 1, false);
        return false;
      }

      @Override
      public boolean has(AddressFamily family) {
        return families.contains(family);
      }

      @Override
      public boolean opens(String name, InetAddress address, long seconds) {
        if (allowed.contains(address)) {
          return true;
        }
        if (!NotPublic.contains(address) && open(name, address, seconds)) {
          return true;
        }
        refusals.add(containerId, containerName, name + " at " + AddressText.of(address), 1, false);
        return false;
      }
    };
  }

  /** Whether there was room for it. */
  private synchronized boolean open(String name, InetAddress address, long seconds) {
    long end = now() + Math.clamp(seconds * 1000, LEAST_MILLIS, MOST_MILLIS);
    for (int group : allowed.groups(name)) {
      Map<InetAddress, Long> addresses = open.get(group);
      Long known = addresses.get(address);
      if (known != null && known >= end) {
        continue;
      }
      if (known == null && addresses.size() >= MOST_ADDRESSES) {
        forgetOld(addresses);
        if (addresses.size() >= MOST_ADDRESSES) {
          return false;
        }
      }
      addresses.put(address, end);
      tell(group, address, end - now());
    }
    return true;
  }

  private void tell(int group, InetAddress address, long millis) {
    EgressTable current = tables.get(AddressFamily.of(address));
    if (current == null) {
      return;
    }
    try {
      current.open(group, address, millis);
    } catch (SyscallException e) {
      // Somebody has deleted the table; it comes back with this address.
      return;
    }
  }

  /** Tells the listener what was refused since the last look. */
  public void look() {
    synchronized (this) {
      tables.forEach((family, table) -> count(family, table, false));
    }
    refusals.untold().forEach(listener);
  }

  private void count(AddressFamily family, EgressTable from, boolean told) {
    Map<EgressTable.Refused, Long> known = counted.getOrDefault(family, Map.of());
    Map<EgressTable.Refused, Long> seen = from.refused();
    seen.forEach((refused, packets) -> {
      long before = known.getOrDefault(refused, 0L);
      // One that was away for a while is counted from nothing.
      long more = packets < before ? packets : packets - before;
      if (more > 0) {
        Container owner = owners.apply(refused.from());
        refusals.add(owner.id(), owner.name(), refused.target(), more, told);
      }
    });
    counted.put(family, seen);
  }

  /** How often something was refused; packets, where it was an address. */
  public long refused() {
    return refusals.total();
  }

  /** What was refused, the latest first. */
  public List<Refusal> latest() {
    return refusals.latest();
  }

  /** Where names lead at the moment. */
  public synchronized List<Opened> opened() {
    List<Opened> all = new ArrayList<>();
    for (int group = 0; group < open.size(); group++) {
      forgetOld(open.get(group));
      String ports = allowed.groups().get(group).toString();
      open.get(group).forEach((address, end) -> all.add(new Opened(address, ports, end - now())));
    }
    return all;
  }

  /** Takes the rules out of the kernel. */
  public synchronized void remove() {
    tables.values().forEach(EgressTable::remove);
    close();
  }

  /** Leaves the rules to the kernel. */
  @Override
  public synchronized void close() {
    for (AddressFamily family : AddressFamily.values()) {
      close(family);
    }
  }

  private void close(AddressFamily family) {
    EgressTable table = tables.remove(family);
    if (table != null) {
      table.close();
    }
  }
}
