package dev.jdock.runtime.engine;

import java.util.List;
import java.util.Map;

/**
 * A network to be made, as the Docker Engine API's {@code POST /networks/create} has it.
 *
 * @param driver empty for {@code bridge}
 * @param scope empty for {@code local}
 * @param ipam where its addresses come from
 * @param internal whether it is to lead to no other network
 * @param attachable kept, and without a meaning outside of swarms
 * @param ingress whether it is a swarm's routing mesh
 * @param configOnly whether it is nothing but a configuration for others
 * @param configFrom the network that its configuration is taken from; empty for none
 * @param allowed what an internal network leads to, each {@code NAME}, {@code *.NAME}, an IPv4
 *     address or subnet, with {@code :PORTS} or not
 */
public record NetworkRequest(
    String name,
    String driver,
    String scope,
    Ipam ipam,
    boolean ipv4,
    boolean ipv6,
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
        true,
        false,
        false,
        false,
        false,
        false,
        "",
        Map.of(),
        Map.of(),
        List.of());
  }

  /**
   * Where addresses come from.
   *
   * @param driver empty for {@code default}
   */
  public record Ipam(String driver, Map<String, String> options, List<Pool> pools) {
    public static final Ipam EMPTY = new Ipam("", Map.of(), List.of());

    public Ipam {
      options = Map.copyOf(options);
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
