package dev.jdock.runtime.network;

import dev.jdock.image.text.AddressText;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is on its network by one version of IP.
 *
 * @param subnet that the address is of
 * @param gateway the way out; null where there is none
 */
public record Place(InetAddress address, Subnet subnet, @Nullable InetAddress gateway) {
  /** The address as it is written. */
  public String text() {
    return AddressText.of(address);
  }

  public int prefixLength() {
    return subnet.prefixLength();
  }
}
