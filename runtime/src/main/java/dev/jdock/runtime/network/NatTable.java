package dev.jdock.runtime.network;

import dev.jdock.linux.SyscallException;
import dev.jdock.runtime.engine.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A bridge's nf_tables tables, of which there is one for each version of IP that it has. */
final class NatTable implements AutoCloseable {
  private final List<FamilyTable> tables;

  /** The generation of nf_tables at which nothing was missing. */
  private OptionalInt complete = OptionalInt.empty();

  private NatTable(List<FamilyTable> tables) {
    this.tables = tables;
  }

  /**
   * Creates the tables, or replaces those of an earlier engine, each atomically: connections and
   * published ports are kept.
   *
   * @param name of the tables
   * @param policies one of each version of IP
   * @throws SyscallException when the kernel lacks nf_tables or an expression of the rules
   */
  static NatTable create(
      String name,
      String bridge,
      List<TrafficPolicy> policies,
      List<EndpointFiles.Saved> endpoints) {
    List<FamilyTable> made = new ArrayList<>();
    try {
      for (TrafficPolicy policy : policies) {
        made.add(FamilyTable.create(name, bridge, policy, endpoints));
      }
      return new NatTable(List.copyOf(made));
    } catch (RuntimeException e) {
      for (FamilyTable table : made) {
        Undo.after(e, table::remove);
        table.close();
      }
      throw e;
    }
  }

  /** All or none. */
  void publish(Endpoint endpoint, List<PortMapping> ports) {
    try {
      tables.forEach(table -> table.publish(endpoint, ports));
    } catch (RuntimeException e) {
      Undo.after(e, () -> unpublish(endpoint, ports));
      throw e;
    }
  }

  /** Missing elements are ignored. */
  void unpublish(Endpoint endpoint, List<PortMapping> ports) {
    tables.forEach(table -> table.unpublish(endpoint, ports));
  }

  /** Whether they are still in the kernel: somebody may have flushed all tables. */
  boolean isThere() {
    return isUnchanged(generation()) || tables.stream().allMatch(FamilyTable::isThere);
  }

  /** Sees that the host's own firewall, which may have come later, lets the bridge's packets by. */
  void admit() {
    OptionalInt before = generation();
    if (isUnchanged(before)) {
      return;
    }
    tables.forEach(FamilyTable::admit);
    complete = tables.stream().allMatch(FamilyTable::isThere) ? before : OptionalInt.empty();
  }

  private OptionalInt generation() {
    return tables.stream().mapToInt(FamilyTable::generation).findFirst();
  }

  private boolean isUnchanged(OptionalInt generation) {
    return generation.isPresent() && generation.equals(complete);
  }

  /** Deletes the tables with all that is in them. */
  void remove() {
    tables.forEach(FamilyTable::remove);
  }

  /** Leaves the tables to the kernel. */
  @Override
  public void close() {
    tables.forEach(FamilyTable::close);
  }
}
