package dev.jdock.image.registry;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows redirects itself, to control which headers are sent to other servers. */
final class Redirects {
  private static final int MOST_REDIRECTS = 10;

  private Redirects() {}

  /**
   * @param header value of Authorization, null for none: it is sent to the original server only
   */
  static Answer follow(Transport way, Request request, @Nullable String header) {
    return follow(way, request, header, true);
  }

  /**
   * As {@link #follow}, for a request that is itself a secret: a redirect to another server is a
   * failure.
   */
  static Answer followAtHome(Transport way, Request request, @Nullable String header) {
    return follow(way, request, header, false);
  }

  private static Answer follow(
      Transport way, Request request, @Nullable String header, boolean leaving) {
    Request current = request;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      boolean home = Hosts.sameOrigin(current.uri(), request.uri());
      Answer answer = way.send(current, home ? header : null);
      Optional<URI> next = target(current, answer);
      if (next.isEmpty()) {
        return answer;
      }
      answer.close();
      if (!leaving && !Hosts.sameOrigin(next.get(), request.uri())) {
        throw RegistryFailure.nonsense(
            request.prefix() + "refusing to send a login on to " + Request.redacted(next.get()));
      }
      current = current.at(next.get());
    }
    throw RegistryFailure.nonsense(
        request.prefix() + "stopped after " + MOST_REDIRECTS + " redirects");
  }

  private static Optional<URI> target(Request request, Answer answer) {
    boolean follow =
        switch (answer.status()) {
          case 301, 302, 303 -> request.reads();
          case 307, 308 -> true;
          default -> false;
        };
    String location = answer.header("Location").orElse("");
    return follow && !location.isEmpty()
        ? Optional.of(Locations.resolve(request, location))
        : Optional.empty();
  }
}
