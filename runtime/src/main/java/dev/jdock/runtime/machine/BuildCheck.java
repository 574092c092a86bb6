package dev.jdock.runtime.machine;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import java.net.InetAddress;

/** What a build asks of the containers of its steps. */
final class BuildCheck {
  private BuildCheck() {}

  /**
   * @throws JdockException INVALID for hosts that are none, NOT_IMPLEMENTED for another network
   *     than the default one, {@code none} and {@code host}
   */
  static void check(BuildRequest request) {
    switch (request.network()) {
      case "default", "none", "host" -> {}
      default ->
          throw JdockException.notImplemented(
              "network mode " + GoQuote.quote(request.network()) + " is not supported by build");
    }
    request.extraHosts().forEach(BuildCheck::host);
  }

  private static void host(String name, String address) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ')) {
      throw JdockException.invalid("bad format for add-host: " + GoQuote.quote(name));
    }
    if (address.equals("host-gateway")) {
      return;
    }
    try {
      InetAddress _ = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new JdockException(
          JdockException.Kind.INVALID,
          "invalid IP address in add-host: " + GoQuote.quote(address),
          e);
    }
  }
}
