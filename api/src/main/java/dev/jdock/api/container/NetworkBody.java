package dev.jdock.api.container;

import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.json.Fields;
import dev.jdock.api.network.EndpointBody;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Networking.Address;
import dev.jdock.runtime.engine.Networking.Attachment;
import dev.jdock.runtime.engine.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request says of a container's networks. */
final class NetworkBody {
  private static final int MOST_PORTS = 65535;

  private final Fields config;
  private final Fields host;

  private final String mac;

  private NetworkBody(Fields config, Fields host, String mac) {
    this.config = config;
    this.host = host;
    this.mac = mac;
  }

  /**
   * @param mac of the container's main link; empty for any
   */
  static Networking read(Fields config, Fields host, String mac) {
    return new NetworkBody(config, host, mac).networking();
  }

  private Networking networking() {
    List<Attachment> attachments = attachments();
    Address address = new Address("", "", mac, List.of());
    return new Networking(
        mode(),
        config.textOrNull("Hostname"),
        config.textOrNull("Domainname"),
        config.keys("ExposedPorts"),
        publish(),
        host.flag("PublishAllPorts"),
        host.texts("ExtraHosts"),
        host.texts("Dns"),
        host.texts("DnsSearch"),
        host.texts("DnsOptions"),
        host.texts("Links"),
        attachments == null ? address : Address.ANY,
        attachments);
  }

  private String mode() {
    String mode = host.text("NetworkMode");
    return mode.isEmpty() ? "default" : mode;
  }

  private List<PortMapping> publish() {
    List<PortMapping> mappings = new ArrayList<>();
    for (Map.Entry<String, List<Fields>> port : host.lists("PortBindings").entrySet()) {
      String[] parts = port.getKey().split("/", 2);
      int container = port(parts[0], port.getKey());
      String protocol = parts.length == 1 || parts[1].isEmpty() ? "tcp" : parts[1];
      List<Fields> bindings = port.getValue();
      if (bindings.isEmpty()) {
        mappings.add(new PortMapping("", 0, container, protocol));
      }
      for (Fields binding : bindings) {
        mappings.add(mapping(binding, container, protocol));
      }
    }
    return mappings;
  }

  private static PortMapping mapping(Fields binding, int container, String protocol) {
    String text = binding.text("HostPort");
    String ip = binding.text("HostIp");
    int dash = text.indexOf('-');
    if (text.isEmpty()) {
      return new PortMapping(ip, 0, container, protocol);
    }
    if (dash < 0) {
      return new PortMapping(ip, port(text, text), container, protocol);
    }
    int first = port(text.substring(0, dash), text);
    int last = port(text.substring(dash + 1), text);
    if (last < first) {
      throw invalid(text);
    }
    return new PortMapping(ip, first, last, container, protocol);
  }

  private static int port(String text, String whole) {
    try {
      int port = Integer.parseInt(text);
      if (port < 0 || port > MOST_PORTS) {
        throw invalid(whole);
      }
      return port;
    } catch (NumberFormatException e) {
      throw invalid(whole);
    }
  }

  private static HttpFailure invalid(String port) {
    return HttpFailure.badRequest("invalid port specification: \"" + port + "\"");
  }

  /** Null when nothing is wanted of the networks but to be on the one that the mode names. */
  private @Nullable List<Attachment> attachments() {
    Map<String, Fields> endpoints = config.object("NetworkingConfig").objects("EndpointsConfig");
    if (endpoints.isEmpty() || mode().startsWith("container:")) {
      return null;
    }
    List<Attachment> attachments = new ArrayList<>();
    for (Map.Entry<String, Fields> endpoint : endpoints.entrySet()) {
      Attachment attachment = EndpointBody.read(endpoint.getKey(), endpoint.getValue());
      boolean main = isMain(endpoint.getKey());
      Address address = attachment.address();
      if (main && address.mac().isEmpty() && !mac.isEmpty()) {
        attachment =
            attachment.withAddress(
                new Address(address.ip(), address.ip6(), mac, address.linkLocal()));
      }
      attachments.add(main ? 0 : attachments.size(), attachment);
    }
    if (attachments.stream().noneMatch(each -> isMain(each.network()))) {
      // Old clients name only what else a container is to be on.
      attachments.addFirst(new Attachment(mode(), new Address("", "", mac, List.of()), null, 0));
    }
    boolean plain = attachments.equals(List.of(new Attachment(mode(), Address.ANY, null, 0)));
    return plain ? null : attachments;
  }

  private boolean isMain(String network) {
    return network.equals(mode()) || mode().equals("default") && network.equals("bridge");
  }
}
