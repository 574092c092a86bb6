package dev.jdock.api.network;

import dev.jdock.api.json.Fields;
import dev.jdock.runtime.engine.Networking.Address;
import dev.jdock.runtime.engine.Networking.Attachment;

/** The API's {@code EndpointSettings}: what a container wants of a network. */
public final class EndpointBody {
  private EndpointBody() {}

  /** What is wrong with it is found by the engine. */
  public static Attachment read(String network, Fields endpoint) {
    Fields ipam = endpoint.object("IPAMConfig");
    return new Attachment(
            network,
            new Address(
                ipam.text("IPv4Address"),
                ipam.text("IPv6Address"),
                endpoint.text("MacAddress"),
                ipam.texts("LinkLocalIPs")),
            endpoint.texts("Aliases").isEmpty() ? null : endpoint.texts("Aliases"),
            endpoint.integer("GwPriority"))
        .with(endpoint.map("DriverOpts"), endpoint.texts("Links"));
  }
}
