package dev.jdock.runtime.network;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of a container's networks has the gateway that is its default route, and where its
 * published ports lead: the one of the highest priority, the first by name among equals.
 */
final class WayOut {
  private WayOut() {}

  /** By index among networks that a container is to be on; -1 for none. */
  static int among(List<BridgeNetwork> wanted, List<Wish> wishes) {
    int best = -1;
    for (int i = 0; i < wanted.size(); i++) {
      NetworkDefinition each = wanted.get(i).definition();
      if (each.isClosed()) {
        continue;
      }
      if (best < 0
          || wishes.get(i).priority() > wishes.get(best).priority()
          || (wishes.get(i).priority() == wishes.get(best).priority()
              && each.name().compareTo(wanted.get(best).name()) < 0)) {
        best = i;
      }
    }
    return best;
  }

  /** Among those that it is on. */
  static Optional<BridgeNetwork> of(List<BridgeNetwork> networks, String containerId) {
    return networks.stream()
        .filter(network -> endpoint(network, containerId).gateway() != null)
        .max(
            Comparator.comparingInt(
                    (BridgeNetwork network) -> endpoint(network, containerId).link().priority())
                .thenComparing(BridgeNetwork::name, Comparator.reverseOrder()));
  }

  static Endpoint endpoint(BridgeNetwork network, String containerId) {
    return network.endpoints().require(containerId).endpoint();
  }
}
