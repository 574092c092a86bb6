package dev.jdock.runtime.container.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jdock.runtime.engine.Networking;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Networks, names and ports as they were asked for; other containers by their ids.
 *
 * @param attachments absent where it is on the network that its mode names
 */
public record NetworkingDocument(
    String mode,
    @Nullable String hostname,
    @Nullable String domainname,
    List<String> exposed,
    List<PortMapping> publish,
    boolean publishAll,
    List<String> extraHosts,
    List<String> dns,
    List<String> dnsSearch,
    List<String> dnsOptions,
    List<String> links,
    Address address,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Attachment> attachments) {
  public NetworkingDocument {
    links = Absent.list(links);
    address = address == null ? Address.of(Networking.Address.ANY) : address;
  }

  /**
   * A published port.
   *
   * @param lastHostPort absent where one host port is asked for
   */
  public record PortMapping(
      String hostIp,
      int hostPort,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer lastHostPort,
      int containerPort,
      String protocol) {
    static PortMapping of(dev.jdock.runtime.engine.PortMapping port) {
      return new PortMapping(
          port.hostIp(),
          port.hostPort(),
          port.isRange() ? port.lastHostPort() : null,
          port.containerPort(),
          port.protocol());
    }

    dev.jdock.runtime.engine.PortMapping value() {
      return new dev.jdock.runtime.engine.PortMapping(
          hostIp,
          hostPort,
          lastHostPort == null ? hostPort : lastHostPort,
          containerPort,
          protocol);
    }
  }

  /** Addresses that were asked for; empty for none. */
  public record Address(String ip, String ip6, String mac, List<String> linkLocal) {
    static Address of(Networking.Address address) {
      return new Address(address.ip(), address.ip6(), address.mac(), address.linkLocal());
    }

    Networking.Address value() {
      return new Networking.Address(ip, ip6, mac, linkLocal);
    }
  }

  /**
   * A connection to a network.
   *
   * @param driverOptions absent for none
   * @param links absent for none
   */
  public record Attachment(
      String network,
      Address address,
      @Nullable List<String> aliases,
      int gatewayPriority,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> driverOptions,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> links) {
    static Attachment of(Networking.Attachment attachment) {
      return new Attachment(
          attachment.network(),
          Address.of(attachment.address()),
          attachment.aliases(),
          attachment.gatewayPriority(),
          attachment.driverOptions().isEmpty() ? null : attachment.driverOptions(),
          attachment.links().isEmpty() ? null : attachment.links());
    }

    Networking.Attachment value() {
      return new Networking.Attachment(network, address.value(), aliases, gatewayPriority)
          .with(driverOptions == null ? Map.of() : driverOptions, Absent.list(links));
    }
  }

  static NetworkingDocument of(Networking networking) {
    return new NetworkingDocument(
        networking.mode(),
        networking.hostname(),
        networking.domainname(),
        networking.exposed(),
        networking.publish().stream().map(PortMapping::of).toList(),
        networking.publishAll(),
        networking.extraHosts(),
        networking.dns(),
        networking.dnsSearch(),
        networking.dnsOptions(),
        networking.links(),
        Address.of(networking.address()),
        attachments(networking.attachments()));
  }

  private static @Nullable List<Attachment> attachments(
      @Nullable List<Networking.Attachment> attachments) {
    return attachments == null ? null : attachments.stream().map(Attachment::of).toList();
  }

  Networking value() {
    return new Networking(
        mode,
        hostname,
        domainname,
        exposed,
        publish.stream().map(PortMapping::value).toList(),
        publishAll,
        extraHosts,
        dns,
        dnsSearch,
        dnsOptions,
        links,
        address.value(),
        attachments == null ? null : attachments.stream().map(Attachment::value).toList());
  }
}
