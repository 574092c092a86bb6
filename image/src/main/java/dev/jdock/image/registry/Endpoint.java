package dev.jdock.image.registry;

import java.net.URI;

/**
 * A server with the API of registries.
 *
 * @param base scheme and authority alone
 * @param insecure the user has allowed connections without TLS, or without a trusted certificate
 * @param mirror of Docker Hub: asked when reading, without the user's login
 */
record Endpoint(URI base, boolean insecure, boolean mirror) {
  URI uri(String path) {
    return URI.create(base + path);
  }
}
