package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Another machine, with a name server and web servers: a network namespace. Its addresses are those
 * that documents use (RFC 5737, RFC 3849), so that no name leads anywhere else.
 */
final class OutsideWorld implements AutoCloseable {
  private static final int ADDRESSES = 16;
  private static final int NAME_SERVER = 5;
  private static final int THIS_MACHINE = 14;

  private final long number = ProcessHandle.current().pid() % 100_000;
  private final int base = (int) (number % ADDRESSES) * ADDRESSES;
  private final String namespace = "jdock-e2e-" + number;
  private final String link = "jdocke2e" + number;
  private final Path log;
  private final Process servers;

  OutsideWorld(Path folder) {
    log = folder.resolve("outside-world.log");
    ip("netns", "add", namespace);
    ip("link", "add", link, "type", "veth", "peer", "name", "outside0", "netns", namespace);
    ip("addr", "add", address(THIS_MACHINE) + "/28", "dev", link);
    ip("-6", "addr", "add", address6(THIS_MACHINE) + "/124", "dev", link, "nodad");
    ip("link", "set", link, "up");
    for (int i = 1; i <= NAME_SERVER; i++) {
      ip("-n", namespace, "addr", "add", address(i) + "/28", "dev", "outside0");
      ip("-n", namespace, "-6", "addr", "add", address6(i) + "/124", "dev", "outside0", "nodad");
    }
    ip("-n", namespace, "link", "set", "outside0", "up");
    try {
      servers =
          new ProcessBuilder(
                  "ip",
                  "netns",
                  "exec",
                  namespace,
                  "python3",
                  Suite.fixture("outside-world.py"),
                  Integer.toString(base))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Eventually.that(this::asked, () -> asked().contains("ready"));
  }

  private static void ip(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "ip";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Host.run(command).ok();
  }

  String address(int host) {
    return "203.0.113." + (base + host);
  }

  String address6(int host) {
    return "2001:db8:113::" + Integer.toHexString(base + host);
  }

  String nameServer() {
    return address(NAME_SERVER);
  }

  /** What its name server was asked, a line each. */
  String asked() {
    return Files.exists(log) ? Host.read(log) : "";
  }

  @Override
  public void close() {
    servers.destroyForcibly().onExit().join();
    ip("netns", "del", namespace);
    // The other end is gone as soon as the namespace is, which may take a moment.
    Result _ = Host.run("ip", "link", "del", link);
  }
}
