package dev.jdock.image.debian;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system that is wanted.
 *
 * @param suite a suite or its codename
 * @param mirror to take it from, and nothing else; null for the host's own or the official one,
 *     with updates
 * @param keys that may have signed what is taken
 * @param architecture as Debian names it: {@code amd64}
 * @param environment the user's, for the proxies
 * @param etc the host's {@code /etc}
 * @param now when keys and release files have to be valid
 */
public record SystemRequest(
    Distribution distribution,
    String suite,
    @Nullable URI mirror,
    ArchiveKeys keys,
    String architecture,
    Map<String, String> environment,
    Path etc,
    Instant now) {
  public SystemRequest {
    environment = Map.copyOf(environment);
  }
}
