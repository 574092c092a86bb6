package dev.jdock.runtime.network;

import java.util.Optional;
import java.util.stream.Stream;

/** How those beyond a bridge reach its containers, and whether it is their gateway. */
enum GatewayMode {
  /** By published ports alone; what the containers send has an address of this machine. */
  NAT("nat"),
  /** Likewise, and at the containers' own addresses, by whoever has a route there. */
  NAT_UNPROTECTED("nat-unprotected"),
  /**
   * At the containers' own addresses and published ports, by whoever has a route there; nothing is
   * translated.
   */
  ROUTED("routed"),
  /** Not at all: the bridge has no address, so that not even this machine is reached. */
  ISOLATED("isolated");

  private final String text;

  GatewayMode(String text) {
    this.text = text;
  }

  /** Empty for one that is not known. */
  static Optional<GatewayMode> of(String text) {
    return Stream.of(values()).filter(mode -> mode.text.equals(text)).findFirst();
  }
}
