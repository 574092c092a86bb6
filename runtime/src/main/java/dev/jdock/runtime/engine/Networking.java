package dev.jdock.runtime.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What connects a container to others and to the host.
 *
 * @param mode {@code default}, {@code bridge}, {@code none}, {@code host} or {@code container:NAME}
 * @param exposed {@code 80/tcp} …
 * @param publish what {@code -p} asked for
 * @param publishAll {@code -P}: every exposed port on a free port of the host
 * @param links {@code CONTAINER[:ALIAS]}
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
    Address address) {
  public Networking withPublish(List<PortMapping> newPublish) {
    return new Networking(
        mode,
        hostname,
        domainname,
        exposed,
        newPublish,
        publishAll,
        extraHosts,
        dns,
        dnsSearch,
        dnsOptions,
        links,
        address);
  }

  public Networking {
    links = List.copyOf(links);
  }

  /** The same with other links. */
  public Networking withLinks(List<String> newLinks) {
    return new Networking(
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
        newLinks,
        address);
  }

  /** The same in another mode. */
  public Networking withMode(String newMode) {
    return new Networking(
        newMode,
        hostname,
        domainname,
        exposed,
        publish,
        publishAll,
        extraHosts,
        dns,
        dnsSearch,
        dnsOptions,
        links,
        address);
  }

  /** The same with other addresses of its own. */
  public Networking withAddress(Address newAddress) {
    return new Networking(
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
        links,
        newAddress);
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
        Address.ANY);
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
}
