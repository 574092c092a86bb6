package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcClient;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;

/** Clients that have connected to be asked: {@code POST /session}. */
final class Sessions {
  private static final Duration CONNECTS = Duration.ofSeconds(5);
  private static final String HEADER = "X-Docker-Expose-Session-";

  private final Map<Name, Session> byName = new HashMap<>();

  /** The id is the client's choice, and means nothing to other users. */
  private record Name(String peer, String id) {}

  /** Keeps the connection until one of both sides ends it. */
  void serve(Request request, Response response) throws IOException, InterruptedException {
    String id = request.header(HEADER + "Uuid");
    if (id == null || id.isEmpty() || !request.upgradesTo("h2c")) {
      throw HttpFailure.badRequest("no upgrade to h2c, or no session's id, in the request");
    }
    Name name = new Name(response.peer(), id);
    requireFree(name);
    HashSet<String> methods = new HashSet<>(request.headers(HEADER + "Grpc-Method"));
    String key = Objects.requireNonNullElse(request.header(HEADER + "Sharedkey"), "");
    try (GrpcClient client = new GrpcClient(response.takeOver(request, "h2c", null))) {
      add(name, new Session(key.isEmpty() ? "" : name.peer() + " " + key, client, methods));
      try {
        client.awaitEnd();
      } finally {
        remove(name);
      }
    }
  }

  /** Another client's must not be taken over. */
  private synchronized void requireFree(Name name) {
    if (byName.containsKey(name)) {
      throw new HttpFailure(409, "session " + name.id() + " is connected already");
    }
  }

  private synchronized void add(Name name, Session session) {
    byName.put(name, session);
    notifyAll();
  }

  private synchronized void remove(Name name) {
    byName.remove(name);
    notifyAll();
  }

  /**
   * A user's session of that id; it may be about to connect.
   *
   * @param peer who asks
   * @throws JdockException NOT_FOUND when it does not
   */
  synchronized Session require(String peer, String id) throws InterruptedException {
    long deadline = System.nanoTime() + CONNECTS.toNanos();
    Name name = new Name(peer, id);
    while (!byName.containsKey(name)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw JdockException.notFound(
            "no active session for " + id + ": context deadline exceeded");
      }
      wait(left);
    }
    Session found = byName.get(name);
    if (found == null) {
      throw new IllegalStateException(id);
    }
    return found;
  }
}
