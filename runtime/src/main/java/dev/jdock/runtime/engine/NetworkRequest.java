package dev.jdock.runtime.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network to be made, as the Docker Engine API's {@code POST /networks/create} has it.
 *
 * @param driver empty for {@code bridge}
 * @param scope empty for {@code local}
 * @param ipam where its addresses come from
 * @param ipv4 whether it has IPv4; null for the usual
 * @param ipv6 whether it has IPv6; null for the usual
 * @param internal whether it is to lead to no other network
 * @param attachable kept, and without a meaning outside of swarms
 * @param ingress whether it is a swarm's routing mesh
 * @param configOnly whether it is nothing but a configuration for others
 * @param configFrom the network that its configuration is taken from; empty for none
 * @param allowed what an internal network leads to, each {@code NAME}, {@code *.NAME}, an IP
 *     address or subnet, with {@code :PORTS} or not
 */
public record NetworkRequest(
    String name,
    String driver,
    String scope,
    Ipam ipam,
    @Nullable Boolean ipv4,
    @Nullable Boolean ipv6,
    boolean internal,
    boolean attachable,
    boolean ingress,
    boolean configOnly,
    String configFrom,
    Map<String, String> options,
    Map<String, String> labels,
    List<String> allowed) {
  public NetworkRequest {
    options = Map.copyOf(options);
    labels = Map.copyOf(labels);
    allowed = List.copyOf(allowed);
  }

  /** A bridge of which all is left open. */
  public static NetworkRequest of(String name) {
    return new NetworkRequest(
        name,
        "",
        "",
        Ipam.EMPTY,
        null,
        null,
        false,
        false,
        false,
        false,
        "",
        Map.of(),
        Map.of(),
        List.of());
  }

  /** The same with both versions of IP decided on, and other options. */
  public NetworkRequest with(boolean newIpv4, boolean newIpv6, Map<String, String> newOptions) {
    return new NetworkRequest(
        name,
        driver,
        scope,
        ipam,
        newIpv4,
        newIpv6,
        internal,
        attachable,
        ingress,
        configOnly,
        configFrom,
        newOptions,
        labels,
        allowed);
  }

  /** Whether it has IPv4, where nothing else decides. */
  public boolean hasIpv4() {
    return ipv4 == null || ipv4;
  }

  /** Whether it has IPv6, where nothing else decides. */
  public boolean hasIpv6() {
    return ipv6 != null && ipv6;
  }

  /**
   * Where addresses come from.
   *
   * @param driver empty for {@code default}
   * @param options null where nothing is said of them, which is shown so
   */
  public record Ipam(String driver, @Nullable Map<String, String> options, List<Pool> pools) {
    public static final Ipam EMPTY = new Ipam("", null, List.of());

    public Ipam {
      options = options == null ? null : Map.copyOf(options);
      pools = List.copyOf(pools);
    }
  }

  /**
   * A subnet, as it was written.
   *
   * @param range empty for the whole subnet
   * @param gateway empty for the first address
   * @param auxiliary addresses to keep free, by name
   */
  public record Pool(String subnet, String range, String gateway, Map<String, String> auxiliary) {
    public Pool {
      auxiliary = Map.copyOf(auxiliary);
    }
  }
}
