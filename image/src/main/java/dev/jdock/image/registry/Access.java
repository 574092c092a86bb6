package dev.jdock.image.registry;

import java.util.Map;

/**
 * What a user brings along to registries.
 *
 * @param environment the user's, for the proxies
 */
public record Access(Credentials credentials, Map<String, String> environment) {
  public Access {
    environment = Map.copyOf(environment);
  }

  /** Without a login. */
  public static Access anonymous() {
    return new Access(Credentials.none(), Map.of());
  }

  /** The environment may hold passwords of proxies. */
  @Override
  public String toString() {
    return "Access[…]";
  }
}
