package dev.jdock.runtime.engine;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What connects a container to others and to the host.
 *
 * @param mode {@code default}, the name of a network, or {@code container:NAME}
 * @param exposed {@code 80/tcp} …
 * @param publish what {@code -p} asked for
 * @param publishAll {@code -P}: every exposed port on a free port of the host
 * @param links {@code CONTAINER[:ALIAS]}
 * @param address what it wants of the network that its mode names, unless attachments say it
 * @param attachments the networks that it is connected to; null for the one that its mode names
 */
public record Networking(
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
    @Nullable List<Attachment> attachments) {
  public Networking withPublish(List<PortMapping> newPublish) {
    return with(mode, newPublish, links, address, attachments);
  }

  public Networking {
    links = List.copyOf(links);
    attachments = attachments == null ? null : List.copyOf(attachments);
  }

  /** The same, connected to other networks. */
  public Networking withAttachments(List<Attachment> newAttachments) {
    return with(mode, publish, links, address, newAttachments);
  }

  private Networking with(
      String newMode,
      List<PortMapping> newPublish,
      List<String> newLinks,
      Address newAddress,
      @Nullable List<Attachment> newAttachments) {
    return new Networking(
        newMode,
        hostname,
        domainname,
        exposed,
        newPublish,
        publishAll,
        extraHosts,
        dns,
        dnsSearch,
        dnsOptions,
        newLinks,
        newAddress,
        newAttachments);
  }

  /** The same asking other name servers, or in another way. */
  public Networking withNameService(
      List<String> newDns, List<String> newSearch, List<String> newOptions) {
    return new Networking(
        mode,
        hostname,
        domainname,
        exposed,
        publish,
        publishAll,
        extraHosts,
        newDns,
        newSearch,
        newOptions,
        links,
        address,
        attachments);
  }

  /** Every network it is connected to, or will be when it starts. */
  public List<Attachment> networks() {
    if (attachments != null) {
      return attachments;
    }
    return mode.startsWith("container:")
        ? List.of()
        : List.of(new Attachment(mode.equals("default") ? "bridge" : mode, address, null, 0));
  }

  /** The same with other links. */
  public Networking withLinks(List<String> newLinks) {
    return with(mode, publish, newLinks, address, attachments);
  }

  /** The same in another mode. */
  public Networking withMode(String newMode) {
    return with(newMode, publish, links, address, attachments);
  }

  /** The same with other addresses of its own. */
  public Networking withAddress(Address newAddress) {
    return with(mode, publish, links, newAddress, attachments);
  }

  public Networking(
      String mode,
      @Nullable String hostname,
      @Nullable String domainname,
      List<String> exposed,
      List<PortMapping> publish,
      boolean publishAll,
      List<String> extraHosts,
      List<String> dns,
      List<String> dnsSearch,
      List<String> dnsOptions) {
    this(
        mode,
        hostname,
        domainname,
        exposed,
        publish,
        publishAll,
        extraHosts,
        dns,
        dnsSearch,
        dnsOptions,
        List.of(),
        Address.ANY,
        null);
  }

  /**
   * Addresses that the user chose; empty for none.
   *
   * @param mac of the container's end
   * @param linkLocal further addresses
   */
  public record Address(String ip, String ip6, String mac, List<String> linkLocal) {
    public static final Address ANY = new Address("", "", "", List.of());
  }

  /**
   * A connection to a network.
   *
   * @param network a name, or an id in a request
   * @param address what it wants of it
   * @param aliases further names of the container there; null where none were asked for
   * @param gatewayPriority of the network's gateway as the container's way out
   * @param driverOptions of the network's driver, for this connection
   * @param links {@code CONTAINER[:ALIAS]}: names by which the container knows others there
   */
  public record Attachment(
      String network,
      Address address,
      @Nullable List<String> aliases,
      int gatewayPriority,
      SortedMap<String, String> driverOptions,
      List<String> links) {
    public Attachment {
      aliases = aliases == null ? null : List.copyOf(aliases);
      driverOptions = Collections.unmodifiableSortedMap(new TreeMap<>(driverOptions));
      links = List.copyOf(links);
    }

    /** Without options and links. */
    public Attachment(
        String network, Address address, @Nullable List<String> aliases, int gatewayPriority) {
      this(network, address, aliases, gatewayPriority, new TreeMap<>(), List.of());
    }

    /** The same of a network by another name. */
    public Attachment withNetwork(String name) {
      return new Attachment(name, address, aliases, gatewayPriority, driverOptions, links);
    }

    /** The same with other addresses. */
    public Attachment withAddress(Address newAddress) {
      return new Attachment(network, newAddress, aliases, gatewayPriority, driverOptions, links);
    }

    /** The same with options of the driver, and links. */
    public Attachment with(Map<String, String> newOptions, List<String> newLinks) {
      return new Attachment(
          network, address, aliases, gatewayPriority, new TreeMap<>(newOptions), newLinks);
    }
  }
}
