package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.NetworkSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** IPv6 of this machine, which its kernel may lack, and settings of it. */
final class Ipv6 {
  private static final Path INTERFACES = Path.of("/proc/net/if_inet6");
  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv6/conf");
  private static final String CONF = "ipv6/conf/";
  private static final String ALL_FORWARDING = CONF + "all/forwarding";

  private Ipv6() {}

  static boolean isThere() {
    return Files.exists(INTERFACES);
  }

  /**
   * @throws JdockException INVALID where the kernel has no IPv6
   */
  static void require(String network) {
    if (!isThere()) {
      throw JdockException.invalid(
          "network " + network + " cannot have IPv6: the kernel of this machine has none");
    }
  }

  /** Of a bridge: others' announcements of routers on it mean nothing. */
  static void enableOn(String link) {
    NetworkSettings.write(CONF + link + "/disable_ipv6", "0");
    NetworkSettings.write(CONF + link + "/accept_ra", "0");
  }

  /** Of a link in the network namespace of the calling thread. */
  static void turn(String link, boolean on) {
    try {
      NetworkSettings.write(CONF + link + "/disable_ipv6", on ? "0" : "1");
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
      // The kernel has no IPv6.
    }
  }

  /**
   * Makes this machine a router. Links that learn their routes by announcements of routers (1) go
   * on to do so (2), which a router's do not otherwise: the machine would lose its own way out.
   *
   * @throws SyscallException where that is not allowed
   */
  static void forward() {
    if (NetworkSettings.read(ALL_FORWARDING).equals("1")) {
      return;
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(SETTINGS)) {
      for (Path link : links) {
        String name = CONF + link.getFileName() + "/accept_ra";
        if (!link.endsWith("all") && NetworkSettings.read(name).equals("1")) {
          NetworkSettings.write(name, "2");
        }
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + SETTINGS + ": " + e.getMessage(), e);
    }
    NetworkSettings.write(ALL_FORWARDING, "1");
  }
}
