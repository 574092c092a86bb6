package dev.jdock.cli.doctor;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.linux.netlink.NewLink;
import dev.jdock.linux.netlink.NfBatch;
import dev.jdock.linux.netlink.NfBatch.Hook;
import dev.jdock.linux.netlink.NfExpression.Masquerade;
import dev.jdock.linux.netlink.NfTables;
import dev.jdock.linux.netlink.RouteSocket;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Networks of containers, tried out in a network namespace that ends with the thread in it. */
final class Networks {
  private static final byte[] MAC = {2, 0, 0, 0, 0, 1};

  private Networks() {}

  static Finding bridge(Machine machine) throws Exception {
    if (!machine.root()) {
      return Finding.unknown("networks");
    }
    try {
      boolean _ =
          inOwn(() -> {
            try (RouteSocket routes = RouteSocket.open()) {
              routes.createBridge("jdock-probe", new MacAddress(MAC));
              routes.createVeth(new NewLink("probe0"), new NewLink("probe1"));
            }
            return true;
          });
      return Finding.ok("networks", "bridges and veth pairs");
    } catch (SyscallException e) {
      return Finding.limited(
          "networks",
          "only --network none and host (%s): modprobe bridge veth".formatted(e.getMessage()));
    }
  }

  static Finding translation(Machine machine) throws Exception {
    if (!machine.root()) {
      return Finding.unknown("ports");
    }
    try {
      boolean _ =
          inOwn(() -> {
            try (NfTables tables = NfTables.open(AddressFamily.IPV4)) {
              NfBatch batch = tables.batch("jdock-probe").addTable();
              batch.addChain("postrouting", Hook.POSTROUTING);
              batch.addRule("postrouting", new Masquerade());
              tables.commit(batch);
            }
            return true;
          });
      return Finding.ok("ports", "nf_tables translates addresses");
    } catch (SyscallException e) {
      return Finding.limited(
          "ports",
          "jdock's own proxy serves them, and containers do not reach other machines (%s): modprobe nf_tables nft_nat nft_masq"
              .formatted(e.reason()));
    }
  }

  private static <T> T inOwn(Callable<T> work) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          Namespaces.unshare(Namespaces.NEWNET);
          return work.call();
        });
    Thread.ofPlatform().name("network-probe").start(task).join();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw e;
    }
  }
}
