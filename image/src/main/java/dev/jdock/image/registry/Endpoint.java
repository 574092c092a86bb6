package dev.jdock.image.registry;

import java.net.URI;

/**
 * A server that speaks the registry's API.
 *
 * @param base scheme and authority alone
 * @param insecure what it says may be heard and changed by others, and its owner knows
 * @param mirror of Docker Hub: asked when reading, without the user's login
 */
record Endpoint(URI base, boolean insecure, boolean mirror) {
  URI uri(String path) {
    return URI.create(base + path);
  }
}
