package dev.jdock.image.registry;

import java.time.Duration;

/**
 * How patient the client is.
 *
 * @param connect for a connection to come about
 * @param silence for the next byte in either direction
 * @param greeting for the answer to a TLS greeting, where the registry may be spoken to without
 *     TLS: servers that wait for a line of HTTP never give one
 * @param attempts how often a request is tried that fails for a passing reason
 * @param pause before the second attempt, doubled before each further one, up to half more by
 *     chance
 * @param longestWait the longest a registry may ask us to wait before the next attempt
 */
public record Limits(
    Duration connect,
    Duration silence,
    Duration greeting,
    int attempts,
    Duration pause,
    Duration longestWait) {
  public Limits {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: " + attempts);
    }
  }

  Limits withSilence(Duration other) {
    return new Limits(connect, other, greeting, attempts, pause, longestWait);
  }

  public static Limits usual() {
    return new Limits(
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        5,
        Duration.ofMillis(250),
        Duration.ofSeconds(30));
  }
}
