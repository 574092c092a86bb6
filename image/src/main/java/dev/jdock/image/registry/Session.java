package dev.jdock.image.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one endpoint on behalf of a user: with authorization, following redirects, and
 * retried after failures that may be temporary. The login is sent to the endpoint only, never to a
 * server that it redirects to.
 */
final class Session {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAUTHORIZED = 401;

  /** Each lasts for the whole timeout: a server that has not responded twice is unavailable. */
  static final int MOST_SILENCES = 2;

  /** As Docker has it: a token is short, and everything else waits for it. */
  private static final Duration TOKEN_PATIENCE = Duration.ofSeconds(15);

  private final Endpoint endpoint;
  private final Transport transport;
  private final Authorization authorization;

  /**
   * @param offline ask token services for an identity token
   */
  Session(Endpoint endpoint, Transport transport, Credential credential, boolean offline) {
    this.endpoint = endpoint;
    this.transport = transport;
    TokenService.Sender sender =
        (request, header) -> insist(request, () -> toTokenService(request, header));
    this.authorization = new Authorization(credential, new TokenService(endpoint, sender, offline));
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Authorization authorization() {
    return authorization;
  }

  Limits limits() {
    return transport.limits();
  }

  /** Finds out whether the endpoint is a registry, and which authorization it requires. */
  void ping() {
    ping(transport, limits().attempts());
  }

  /** As {@link #ping}, once and with a short timeout, where there is an alternative endpoint. */
  void greet() {
    ping(transport.within(limits().greeting()), 1);
  }

  private void ping(Transport way, int attempts) {
    Request request = Request.get(endpoint.uri("/v2/"));
    try (Answer answer = insist(request, attempts, () -> Redirects.follow(way, request, null))) {
      if (answer.status() == UNAUTHORIZED) {
        authorization.learn(answer.challenges());
      }
    }
  }

  /**
   * Sends the request; temporary failures are retried.
   *
   * @param scopes of the token for it
   * @return an answer of any status; the caller closes it
   * @throws RegistryFailure when none came, or no token for it
   */
  Answer send(Request request, SortedSet<String> scopes) {
    return insist(request, () -> authorized(request, scopes));
  }

  /**
   * Sends one request without a login, to find out whether the endpoint responds.
   *
   * @param hasty with a short timeout, where there is an alternative endpoint
   */
  Answer unauthorized(Request request, boolean hasty) {
    Transport way = hasty ? transport.within(limits().greeting()) : transport;
    return Redirects.follow(way, request, null);
  }

  /** As {@link #send}, but only an answer of success is one. */
  Answer expect(Request request, SortedSet<String> scopes) {
    Answer answer = send(request, scopes);
    if (!answer.ok()) {
      throw ErrorAnswer.read(answer);
    }
    return answer;
  }

  /** As {@link #expect}, without retries: for requests that must not be repeated. */
  Answer expectOnce(Request request, SortedSet<String> scopes) {
    Answer answer = authorized(request, scopes);
    if (!answer.ok()) {
      throw ErrorAnswer.read(answer);
    }
    return answer;
  }

  private interface Try {
    Answer send();
  }

  private Answer insist(Request request, Try attempt) {
    return insist(request, transport.limits().attempts(), attempt);
  }

  private Answer insist(Request request, int attempts, Try attempt) {
    Limits limits = transport.limits();
    int silences = 0;
    for (int number = 1; ; number++) {
      boolean last = number >= attempts;
      Duration pause;
      try {
        Answer answer = attempt.send();
        if (last || !passing(answer.status())) {
          return answer;
        }
        pause = askedFor(answer).orElse(pause(number));
        if (pause.compareTo(limits.longestWait()) > 0) {
          return answer;
        }
        answer.close();
      } catch (RegistryFailure e) {
        silences += e.silent() ? 1 : 0;
        if (last || !e.temporary() || silences == MOST_SILENCES) {
          throw e;
        }
        pause = pause(number);
      }
      sleep(request, pause);
    }
  }

  private static boolean passing(int status) {
    return switch (status) {
      case TOO_MANY_REQUESTS, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  Duration pause(int number) {
    double grown = transport.limits().pause().toNanos() * Math.pow(2, number - 1.0);
    return Duration.ofNanos((long) (grown * ThreadLocalRandom.current().nextDouble(1, 1.5)));
  }

  /** Retry-After, in seconds or as a date (RFC 9110, section 10.2.3). */
  private static Optional<Duration> askedFor(Answer answer) {
    String text = answer.header("Retry-After").orElse("").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.ofSeconds(Math.clamp(Long.parseLong(text), 0, 1 << 30)));
    } catch (NumberFormatException e) {
      return until(text);
    }
  }

  private static Optional<Duration> until(String date) {
    try {
      Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), then);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static void sleep(Request request, Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryFailure.unreachable(request.prefix() + "context canceled", false, e);
    }
  }

  private Answer authorized(Request request, SortedSet<String> scopes) {
    @Nullable String header = header(request, scopes);
    Answer answer = redirected(request, header);
    if (answer.status() != UNAUTHORIZED || !fromEndpoint(answer)) {
      return answer;
    }
    // A token that has run out, or the first word about tokens: worth one more try.
    List<Challenge> challenges = answer.challenges();
    boolean refused =
        challenges.stream().anyMatch(c -> c.parameter("error").equals("insufficient_scope"));
    boolean basic = header != null && header.startsWith("Basic ");
    if (challenges.isEmpty() || basic || refused && header != null) {
      return answer;
    }
    authorization.learn(challenges);
    authorization.forget(scopes);
    SortedSet<String> wanted = withAsked(scopes, challenges);
    String second = header(request, wanted);
    if (second == null || second.equals(header)) {
      return answer;
    }
    answer.close();
    return redirected(request, second);
  }

  private @Nullable String header(Request request, SortedSet<String> scopes) {
    if (!Hosts.sameOrigin(request.uri(), endpoint.base())) {
      return null;
    }
    try {
      return authorization.header(scopes).orElse(null);
    } catch (RegistryFailure e) {
      // It has been tried as often as any request is.
      throw e.lasting(request.prefix() + e.getMessage());
    }
  }

  private boolean fromEndpoint(Answer answer) {
    return Hosts.sameOrigin(answer.uri(), endpoint.base());
  }

  /** Some registries have scopes of their own, which only their challenge names. */
  private static SortedSet<String> withAsked(SortedSet<String> scopes, List<Challenge> challenges) {
    SortedSet<String> all = new TreeSet<>(scopes);
    for (Challenge challenge : challenges) {
      String asked = challenge.parameter("scope");
      if (scopes.isEmpty() && !asked.isEmpty()) {
        all.add(asked);
      }
    }
    return all;
  }

  /** What is posted to it holds the login. */
  private Answer toTokenService(Request request, @Nullable String header) {
    Duration silence = limits().silence();
    Transport way =
        transport.within(silence.compareTo(TOKEN_PATIENCE) < 0 ? silence : TOKEN_PATIENCE);
    return request.body() == null
        ? Redirects.follow(way, request, header)
        : Redirects.followAtHome(way, request, header);
  }

  private Answer redirected(Request request, @Nullable String header) {
    return Redirects.follow(transport, request, header);
  }
}
