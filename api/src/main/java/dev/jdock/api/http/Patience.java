package dev.jdock.api.http;

import java.time.Duration;

/**
 * How long clients may take to send what has to be there before anything can be done.
 *
 * @param head from the first byte of a request to the end of its head
 * @param document for a body that is read before its request is handled
 * @param rest for what is left of a body that nobody wants
 */
public record Patience(Duration head, Duration document, Duration rest) {
  public static final Patience USUAL =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(5));
}
