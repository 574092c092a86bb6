package dev.jdock.runtime.container.start;

import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.runtime.engine.Networking.Address;
import dev.jdock.runtime.engine.Networking.Attachment;
import dev.jdock.runtime.network.Subnet;
import dev.jdock.runtime.network.Wish;
import java.util.stream.Stream;

/** What a container's record says of a network, as networks take it. */
public final class Wishes {
  private Wishes() {}

  /** Of values that were checked when they were written down. */
  public static Wish of(Attachment attachment) {
    Address address = attachment.address();
    return new Wish(
        attachment.network(),
        Stream.of(address.ip(), address.ip6())
            .filter(text -> !text.isEmpty())
            .map(Subnet::parseAddress)
            .toList(),
        address.mac().isEmpty() ? null : MacAddress.parse(address.mac()),
        address.linkLocal(),
        attachment.gatewayPriority());
  }
}
