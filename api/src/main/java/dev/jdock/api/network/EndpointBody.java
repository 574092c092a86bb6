package dev.jdock.api.network;

import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.json.Fields;
import dev.jdock.runtime.engine.Networking.Address;
import dev.jdock.runtime.engine.Networking.Attachment;

/** The API's {@code EndpointSettings}: what a container wants of a network. */
public final class EndpointBody {
  private EndpointBody() {}

  /**
   * @throws HttpFailure 501 for what jdock does not do
   */
  public static Attachment read(String network, Fields endpoint) {
    if (!endpoint.texts("Links").isEmpty()) {
      throw new HttpFailure(501, "Links of an endpoint are not supported by jdock");
    }
    if (!endpoint.map("DriverOpts").isEmpty()) {
      throw new HttpFailure(501, "DriverOpts of an endpoint are not supported by jdock");
    }
    Fields ipam = endpoint.object("IPAMConfig");
    return new Attachment(
        network,
        new Address(
            ipam.text("IPv4Address"),
            ipam.text("IPv6Address"),
            endpoint.text("MacAddress"),
            ipam.texts("LinkLocalIPs")),
        endpoint.texts("Aliases").isEmpty() ? null : endpoint.texts("Aliases"),
        endpoint.integer("GwPriority"));
  }
}
