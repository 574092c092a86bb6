package dev.jdock.runtime.network.egress;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.NfTables.Member;
import dev.jdock.runtime.network.dns.NameLimit;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
  private final Function<Inet4Address, Container> owners;
  private final Consumer<Refusal> listener;
  private final Refusals refusals = new Refusals(Clock.systemUTC());

  /** By group: when each address is over, as {@link #now} tells it. */
  private final List<Map<Inet4Address, Long>> open = new ArrayList<>();

  /** What the kernel had counted at the last look. */
  private Map<EgressTable.Refused, Long> counted = new HashMap<>();

  private @Nullable EgressTable table;

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
  public record Opened(Inet4Address address, String ports, long leftMillis) {}

  /**
   * Of a network, of which nothing is in the kernel yet.
   *
   * @param tableName of its own
   * @param owners of addresses on it
   * @param listener told of what was refused, some time after it happened
   */
  public Egress(
      String tableName,
      AllowList allowed,
      Function<Inet4Address, Container> owners,
      Consumer<Refusal> listener) {
    this.tableName = tableName;
    this.allowed = allowed;
    this.owners = owners;
    this.listener = listener;
    allowed.groups().forEach(_ -> open.add(new LinkedHashMap<>()));
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /**
   * Sees that the rules are in the kernel: those of an earlier engine are kept, with what is in
   * their sets.
   *
   * @param bridge name of its link
   * @throws SyscallException where the kernel cannot
   */
  public synchronized void guard(String bridge) {
    EgressTable current = table;
    if (current != null && current.isThere()) {
      return;
    }
    boolean first = current == null;
    close();
    List<Map<Inet4Address, Long>> left = new ArrayList<>();
    for (Map<Inet4Address, Long> group : open) {
      forgetOld(group);
      Map<Inet4Address, Long> each = new LinkedHashMap<>();
      group.forEach((address, end) -> each.put(address, end - now()));
      left.add(each);
    }
    EgressTable made = EgressTable.of(tableName, bridge, allowed, left);
    table = made;
    counted = new HashMap<>();
    if (first) {
      adopt(made);
    }
  }

  /** Takes over what an earlier engine has opened and told of. */
  private void adopt(EgressTable found) {
    for (int group = 0; group < open.size(); group++) {
      for (Member member : found.open(group)) {
        open.get(group)
            .put(EgressTable.address(ByteBuffer.wrap(member.key())), now() + member.leftMillis());
      }
    }
    count(found, true);
  }

  private static void forgetOld(Map<Inet4Address, Long> group) {
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
      public boolean opens(String name, Inet4Address address, long seconds) {
        if (allowed.contains(address)) {
          return true;
        }
        if (!NotPublic.contains(address) && open(name, address, seconds)) {
          return true;
        }
        refusals.add(
            containerId, containerName, name + " at " + address.getHostAddress(), 1, false);
        return false;
      }
    };
  }

  /** Whether there was room for it. */
  private synchronized boolean open(String name, Inet4Address address, long seconds) {
    long end = now() + Math.clamp(seconds * 1000, LEAST_MILLIS, MOST_MILLIS);
    for (int group : allowed.groups(name)) {
      Map<Inet4Address, Long> addresses = open.get(group);
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

  private void tell(int group, Inet4Address address, long millis) {
    EgressTable current = table;
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
      EgressTable current = table;
      if (current != null) {
        count(current, false);
      }
    }
    refusals.untold().forEach(listener);
  }

  private void count(EgressTable from, boolean told) {
    Map<EgressTable.Refused, Long> seen = new HashMap<>();
    from.refused()
        .forEach(member -> {
          EgressTable.Refused refused = EgressTable.Refused.read(member.key());
          seen.put(refused, member.packets());
          long before = counted.getOrDefault(refused, 0L);
          // One that was away for a while is counted from nothing.
          long more = member.packets() < before ? member.packets() : member.packets() - before;
          if (more > 0) {
            Container owner = owners.apply(refused.from());
            refusals.add(owner.id(), owner.name(), refused.target(), more, told);
          }
        });
    counted = seen;
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
    if (table != null) {
      table.remove();
    }
    close();
  }

  /** Leaves the rules to the kernel. */
  @Override
  public synchronized void close() {
    if (table != null) {
      table.close();
      table = null;
    }
  }
}
