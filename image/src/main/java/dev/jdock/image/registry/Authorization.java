package dev.jdock.image.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What goes into the Authorization header of requests to one endpoint. Thread-safe. */
final class Authorization {
  private static final String BEARER = "bearer";
  private static final String BASIC = "basic";

  /**
   * @param deadline of {@link System#nanoTime}
   */
  private record Token(String value, long deadline) {}

  private final Credential credential;
  private final TokenService service;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SortedSet<String>, Token> tokens = new HashMap<>();
  private List<Challenge> challenges = List.of();
  private @Nullable String identityToken;

  Authorization(Credential credential, TokenService service) {
    this.credential = credential;
    this.service = service;
  }

  /** Adopts the challenges of a response; keeps the previous ones when it has none. */
  void learn(List<Challenge> wanted) {
    RegistryFailure.lock(lock);
    try {
      if (!wanted.isEmpty()) {
        challenges = List.copyOf(wanted);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next request of that scope is to have another token. */
  void forget(SortedSet<String> scopes) {
    RegistryFailure.lock(lock);
    try {
      tokens.remove(scopes);
    } finally {
      lock.unlock();
    }
  }

  /** An identity token that a token service has given for a password. */
  Optional<String> identityToken() {
    RegistryFailure.lock(lock);
    try {
      return Optional.ofNullable(identityToken);
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param scopes such as {@code repository:library/busybox:pull}
   * @return the header's value; empty when nothing is wanted
   * @throws RegistryFailure when there is no credential of the wanted kind, or the token service
   *     gives no token
   */
  Optional<String> header(SortedSet<String> scopes) {
    if (credential instanceof Credential.RegistryToken(String token)) {
      return Optional.of("Bearer " + token);
    }
    RegistryFailure.lock(lock);
    try {
      // As Docker does, the more elaborate one first.
      for (Challenge challenge : challenges) {
        if (challenge.scheme().equals(BEARER)) {
          return Optional.of("Bearer " + token(challenge, scopes));
        }
      }
      for (Challenge challenge : challenges) {
        if (challenge.scheme().equals(BASIC)) {
          return Optional.of(basic());
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private String basic() {
    if (credential instanceof Credential.Password(String user, String password)) {
      return Proxies.basic(user, password);
    }
    throw RegistryFailure.answered(401, RegistryFailure.UNAUTHORIZED, "no basic auth credentials");
  }

  private String token(Challenge challenge, SortedSet<String> scopes) {
    Token known = tokens.get(scopes);
    if (known != null && System.nanoTime() - known.deadline() < 0) {
      return known.value();
    }
    TokenService.Granted granted = service.request(challenge, scopes, credential);
    identityToken = granted.identityToken();
    Duration life = granted.life();
    tokens.put(scopes, new Token(granted.token(), System.nanoTime() + life.toNanos()));
    return granted.token();
  }
}
