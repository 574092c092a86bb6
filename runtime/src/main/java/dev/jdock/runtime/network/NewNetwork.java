package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.engine.NetworkRequest;
import dev.jdock.runtime.network.NetworkDefinition.Ipam;
import dev.jdock.runtime.network.NetworkDefinition.Pool;
import dev.jdock.runtime.network.egress.AllowList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** A network that is asked for: what is wrong with it, in Docker's words, and what it will be. */
public final class NewNetwork {
  /**
   * What {@code --allow} says, for those who have options only: destinations with spaces between.
   */
  private static final String ALLOW = "io.jdock.network.allow";

  private final NetworkRequest wanted;
  private final Instant now;

  private NewNetwork(NetworkRequest wanted, Instant now) {
    this.wanted = wanted;
    this.now = now;
  }

  /**
   * Checks a request by itself, whatever networks there are.
   *
   * @param defaults for what it leaves open
   * @throws JdockException INVALID, FORBIDDEN or NOT_IMPLEMENTED
   */
  public static NewNetwork of(NetworkRequest request, NetworkDefaults defaults, Instant now) {
    NetworkRequest wanted = NetworkFamilies.chosen(request, defaults);
    NewNetwork network = new NewNetwork(wanted, now);
    network.name();
    network.driver();
    network.config();
    network.families();
    network.egress(network.allowed(wanted.options()));
    PoolCheck.validate(wanted.ipam(), wanted.hasIpv4(), wanted.hasIpv6());
    NetworkOptionCheck.validate(wanted.driver(), wanted.options());
    network.gatewayModes();
    NetworkOptionCheck.requireRoom(wanted.options(), wanted.hasIpv6());
    return network;
  }

  private void name() {
    String name = wanted.name();
    if (name.isBlank()) {
      throw JdockException.invalid("invalid name: name is empty");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw JdockException.invalid("invalid name: it contains a control character: " + name);
    }
    if (List.of("bridge", "host", "none", "default").contains(name)) {
      throw JdockException.forbidden(
          "operation is not permitted on predefined " + name + " network");
    }
  }

  private void driver() {
    switch (wanted.driver()) {
      case "", "bridge", "macvlan", "ipvlan" -> {
        // Those that there are.
      }
      case "host", "null" ->
          throw JdockException.forbidden(
              "only one instance of " + GoQuote.quote(wanted.driver()) + " network is allowed");
      case "overlay" -> throw swarm("an overlay network");
      default ->
          throw JdockException.notFound("plugin " + GoQuote.quote(wanted.driver()) + " not found");
    }
    if (!List.of("", "default").contains(wanted.ipam().driver())) {
      throw JdockException.notFound(
          "plugin " + GoQuote.quote(wanted.ipam().driver()) + " not found");
    }
    if (wanted.ingress()) {
      throw swarm("an ingress network");
    }
    if (wanted.scope().equals("swarm")) {
      throw JdockException.forbidden(
          "cannot create a swarm scoped network when swarm is not active");
    }
  }

  private static JdockException swarm(String what) {
    return JdockException.forbidden("cannot create " + what + ": there is no swarm");
  }

  private void config() {
    boolean operators =
        wanted.internal() || wanted.attachable() || wanted.ingress() || !wanted.scope().isEmpty();
    if (wanted.configOnly() && operators) {
      throw JdockException.forbidden(
          "configuration network can only contain network specific fields. Network operator fields"
              + " like [ ingress | internal | attachable | scope ] are not supported.");
    }
    boolean specific =
        !wanted.ipam().pools().isEmpty()
            || (wanted.ipam().options() != null && !wanted.ipam().options().isEmpty())
            || !wanted.options().isEmpty()
            || wanted.hasIpv6();
    if (!wanted.configFrom().isEmpty() && specific) {
      throw JdockException.forbidden(
          "user specified configurations are not supported if the network depends on a"
              + " configuration network");
    }
  }

  private void gatewayModes() {
    boolean isolated =
        Stream.of(NetworkDefinition.GATEWAY_MODE_IPV4, NetworkDefinition.GATEWAY_MODE_IPV6)
            .map(option -> GatewayMode.of(wanted.options().getOrDefault(option, "")))
            .anyMatch(mode -> mode.filter(GatewayMode.ISOLATED::equals).isPresent());
    if (isolated && !wanted.internal()) {
      throw JdockException.invalid(
          "gateway mode 'isolated' can only be used for an internal network");
    }
  }

  private List<String> allowed(Map<String, String> options) {
    List<String> all = new ArrayList<>(wanted.allowed());
    Stream.of(options.getOrDefault(ALLOW, "").split("\\s+", -1))
        .filter(each -> !each.isEmpty())
        .forEach(all::add);
    return all;
  }

  private void egress(List<String> allowed) {
    // A configuration is looked at with the network that is made of it.
    if (allowed.isEmpty() || (wanted.configOnly() && wanted.allowed().isEmpty())) {
      return;
    }
    if (!wanted.internal()) {
      throw JdockException.invalid(
          "destinations can be allowed on an internal network only: others lead everywhere");
    }
    if (isOnParent()) {
      throw JdockException.invalid(
          "destinations can be allowed on networks of the driver bridge only: packets of others do"
              + " not pass this machine's rules");
    }
    AllowList _ = AllowList.parse(allowed);
  }

  private boolean isOnParent() {
    return ParentOptions.DRIVERS.contains(wanted.driver()) && !wanted.configOnly();
  }

  private void families() {
    if (!wanted.hasIpv4() && !wanted.hasIpv6()) {
      throw JdockException.invalid("IPv4 or IPv6 must be enabled");
    }
    if (wanted.hasIpv6()) {
      Ipv6.require(wanted.name());
    }
  }

  /**
   * The network.
   *
   * @param others that there are
   * @param free chooses a subnet
   * @throws JdockException CONFLICT or FORBIDDEN where it does not go with the others
   */
  NetworkDefinition define(
      String id, List<NetworkDefinition> others, Function<AddressFamily, Subnet> free) {
    if (others.stream().anyMatch(other -> other.name().equals(wanted.name()))) {
      throw JdockException.conflict("network with name " + wanted.name() + " already exists");
    }
    NetworkDefinition model = wanted.configFrom().isEmpty() ? null : model(others);
    SortedMap<String, String> options =
        new TreeMap<>(model == null ? wanted.options() : model.options());
    SortedMap<String, String> labels = new TreeMap<>(wanted.labels());
    if (model != null) {
      labels.putAll(model.labels());
    }
    requireOwnLink(id, options, others);
    String driver = wanted.driver().isEmpty() ? NetworkDefinition.BRIDGE : wanted.driver();
    if (isOnParent()) {
      ParentOptions.of(driver, options).requireFree(id, others);
    }
    Ipam asked =
        model == null
            ? PoolCheck.ipam(wanted.ipam(), wanted.hasIpv4(), wanted.hasIpv6())
            : model.ipam();
    List<String> allowed = wanted.configOnly() ? List.of() : allowed(options);
    egress(allowed);
    AllowList.parse(allowed).require(asked.families());
    return new NetworkDefinition(
        id,
        wanted.name(),
        now,
        wanted.configOnly() ? NetworkDefinition.NULL : driver,
        wanted.scope().isEmpty() ? NetworkDefinition.LOCAL : wanted.scope(),
        wanted.internal(),
        wanted.attachable(),
        wanted.configOnly() ? asked : withAddresses(asked, others, free),
        options,
        labels,
        wanted.configOnly(),
        wanted.configFrom(),
        allowed);
  }

  private NetworkDefinition model(List<NetworkDefinition> others) {
    return others.stream()
        .filter(other -> other.configOnly() && other.name().equals(wanted.configFrom()))
        .findFirst()
        .orElseThrow(() ->
            JdockException.notFound(
                "configuration network " + GoQuote.quote(wanted.configFrom()) + " does not exist"));
  }

  private static void requireOwnLink(
      String id, SortedMap<String, String> options, List<NetworkDefinition> others) {
    String link = options.getOrDefault(NetworkDefinition.BRIDGE_NAME, "");
    Optional<NetworkDefinition> same =
        others.stream()
            .filter(NetworkDefinition::hasLinks)
            .filter(other ->
                !link.isEmpty() && link.equals(other.options().get(NetworkDefinition.BRIDGE_NAME)))
            .findFirst();
    if (same.isPresent()) {
      throw JdockException.forbidden(
          "cannot create network %s (%s): conflicts with network %s (%s): networks have same bridge name"
              .formatted(id, link, same.get().id(), link));
    }
  }

  private Ipam withAddresses(
      Ipam asked, List<NetworkDefinition> others, Function<AddressFamily, Subnet> free) {
    List<Pool> pools = new ArrayList<>(asked.pools());
    for (Pool pool : pools) {
      boolean taken =
          asked.has(pool.subnet().family())
              && others.stream()
                  .filter(NetworkDefinition::hasLinks)
                  .flatMap(other -> other.pools().stream())
                  .anyMatch(other -> other.subnet().overlaps(pool.subnet()));
      if (taken) {
        throw JdockException.forbidden(
            "invalid pool request: Pool overlaps with other one on this address space");
      }
    }
    for (AddressFamily family : asked.families()) {
      if (pools.stream().noneMatch(pool -> pool.subnet().family() == family)) {
        Subnet chosen = free.apply(family);
        pools.add(
            isOnParent() && wanted.internal()
                ? new Pool(chosen, null, null, new TreeMap<>())
                : Pool.of(chosen));
      }
    }
    return new Ipam(asked.driver(), asked.options(), pools, asked.ipv4(), asked.ipv6());
  }
}
