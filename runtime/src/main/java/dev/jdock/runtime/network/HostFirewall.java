package dev.jdock.runtime.network;

import dev.jdock.linux.netlink.NfExpression;
import dev.jdock.linux.netlink.NfExpression.Compare;
import dev.jdock.linux.netlink.NfExpression.Meta;
import dev.jdock.linux.netlink.NfExpression.Verdict;
import dev.jdock.linux.netlink.NfTables;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A host whose own firewall drops forwarded packets, as Docker's does: accepting them in a table of
 * jdock's does not help there, because every table has to. Two rules let the bridge's packets pass;
 * {@link NatTable} drops among them what must not.
 *
 * <p>This is about iptables on nf_tables; rules of the older ip_tables are out of reach.
 */
final class HostFirewall {
  private static final String TABLE = "filter";

  private HostFirewall() {}

  /**
   * Docker reserves this chain for users' rules and never flushes it. Where Docker is not
   * installed, the chain FORWARD itself.
   */
  private static Optional<String> chain(NfTables tables) {
    List<NfTables.Chain> chains = tables.chains(TABLE);
    if (chains.stream().noneMatch(chain -> chain.name().equals("FORWARD") && chain.drops())) {
      return Optional.empty();
    }
    return chains.stream()
        .map(NfTables.Chain::name)
        .filter(name -> name.equals("DOCKER-USER"))
        .findFirst()
        .or(() -> Optional.of("FORWARD"));
  }

  /** Adds the rules where they are needed and not there. */
  static void admit(NfTables tables, String bridge) {
    Optional<String> chain = chain(tables);
    if (chain.isEmpty()
        || tables.rules(TABLE, chain.get()).stream()
            .anyMatch(rule -> rule.comment().equals(bridge))) {
      return;
    }
    tables.commit(
        tables
            .batch(TABLE)
            .insertRule(chain.get(), bridge, accept(Meta.Key.INPUT_NAME, bridge))
            .insertRule(chain.get(), bridge, accept(Meta.Key.OUTPUT_NAME, bridge)));
  }

  /** Only expressions that iptables itself uses: it refuses to list a table that has others. */
  private static NfExpression[] accept(Meta.Key key, String bridge) {
    byte[] name = bridge.getBytes(StandardCharsets.UTF_8);
    return new NfExpression[] {
      new Meta(key, NfExpression.REGISTER),
      new Compare(NfExpression.REGISTER, true, Arrays.copyOf(name, name.length + 1)),
      new Verdict(true)
    };
  }

  /** Removes the rules wherever they are. */
  static void withdraw(NfTables tables, String bridge) {
    for (String chain : List.of("DOCKER-USER", "FORWARD")) {
      for (NfTables.Rule rule : tables.rules(TABLE, chain)) {
        if (rule.comment().equals(bridge)) {
          tables.commit(tables.batch(TABLE).deleteRule(chain, rule.handle()));
        }
      }
    }
  }
}
