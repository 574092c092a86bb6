package dev.jdock.runtime.network;

import dev.jdock.image.fuzz.FuzzTarget;
import dev.jdock.image.oci.Json;
import java.util.function.Consumer;

/** What a {@code daemon.json} says of networks. */
public final class NetworkDefaultsTarget implements FuzzTarget {
  @Override
  public void read(byte[] input, Consumer<String> told) {
    NetworkDefaults defaults = new NetworkDefaultsReader(Json.read(input, "JSON")).read();
    AddressPools _ = defaults.pools(Subnet.parse("fd01::/48"));
  }
}
