package dev.jdock.image.registry;

import java.net.URI;

/** Addresses that servers answer with. */
final class Locations {
  private Locations() {}

  /** A Location header, relative or absolute (RFC 9110, section 10.2.2). */
  static URI resolve(Request request, String location) {
    try {
      URI target = request.uri().resolve(URI.create(location));
      String scheme = target.getScheme();
      if (("http".equals(scheme) || "https".equals(scheme)) && target.getHost() != null) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      // Told of below, without what it may carry in secret.
    }
    throw RegistryFailure.nonsense(request.prefix() + "invalid Location in the answer");
  }

  /** Adds a parameter to the query of a location. */
  static URI with(URI uri, String name, String value) {
    String text = uri.toString();
    return URI.create(text + (uri.getRawQuery() == null ? "?" : "&") + name + "=" + value);
  }
}
