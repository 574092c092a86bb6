package dev.jdock.runtime.container.start;

import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.runtime.engine.Networking.Address;
import dev.jdock.runtime.engine.Networking.Attachment;
import dev.jdock.runtime.network.Subnet;
import dev.jdock.runtime.network.Wish;

/** What a container's record says of a network, as networks take it. */
public final class Wishes {
  private Wishes() {}

  /** Of values that were checked when they were written down. */
  public static Wish of(Attachment attachment) {
    Address address = attachment.address();
    return new Wish(
        attachment.network(),
        address.ip().isEmpty() ? null : Subnet.parseAddress(address.ip()),
        address.mac().isEmpty() ? null : MacAddress.parse(address.mac()),
        address.linkLocal(),
        attachment.gatewayPriority());
  }
}
