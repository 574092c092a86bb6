package dev.jdock.runtime.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Names that distinguish the networks of one state directory from those of others on the machine.
 *
 * @param alias of the bridge's link; names the directory
 */
record NetworkIdentity(String alias) {
  private static final int LARGEST_ALIAS = 255;
  private static final Path MACHINE_ID = Path.of("/etc/machine-id");

  static NetworkIdentity of(Path stateDir) {
    try {
      String alias = "jdock " + stateDir.toRealPath();
      return new NetworkIdentity(
          alias.getBytes(StandardCharsets.UTF_8).length <= LARGEST_ALIAS
              ? alias
              : "jdock " + NameDigest.of(alias));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the link of a user's network has as its alias. */
  String alias(String networkId) {
    String longer = alias + " " + networkId.substring(0, 12);
    return longer.getBytes(StandardCharsets.UTF_8).length <= LARGEST_ALIAS
        ? longer
        : "jdock " + NameDigest.of(longer);
  }

  /** One of the three networks that every engine has, which came to be with this one. */
  NetworkDefinition predefined(String name, String driver) {
    return NetworkDefinition.predefined(networkId(name), name, driver, Instant.now());
  }

  /** 64 hexadecimal digits, the same in every engine of the state directory. */
  String networkId(String name) {
    return NameDigest.of("network " + name + " of " + alias);
  }

  /**
   * Where IPv6 subnets come from that nobody else's networks are likely to have (RFC 4193): fd and
   * 40 bits of its own.
   */
  Subnet uniqueLocal() {
    String digits = NameDigest.of("addresses of " + alias + " on " + machineId()).substring(0, 10);
    return Subnet.parse(
        "fd"
            + digits.substring(0, 2)
            + ":"
            + digits.substring(2, 6)
            + ":"
            + digits.substring(6)
            + "::/48");
  }

  /** Empty where there is none: machine-id(5). */
  private static String machineId() {
    try {
      return Files.readString(MACHINE_ID).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
