package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Verifies a login with its registry. */
final class LoginCheck {
  private static final int OK = 200;
  private static final SortedSet<String> NO_SCOPE =
      Collections.unmodifiableSortedSet(new TreeSet<>());

  private LoginCheck() {}

  /**
   * @param origins ways to the registry, best first
   */
  static LoginResult run(List<Session> origins) {
    Session session = new Route(List.of(), origins).origin();
    Request request = Request.get(session.endpoint().uri("/v2/"));
    try (Answer answer = session.send(request, NO_SCOPE)) {
      if (answer.status() != OK) {
        throw new JdockException(
            JdockException.Kind.UNAUTHORIZED,
            "login attempt to "
                + request.uri()
                + " failed with status: "
                + ErrorAnswer.statusLine(answer.status()));
      }
    }
    return new LoginResult("Login Succeeded", session.authorization().identityToken().orElse(""));
  }
}
