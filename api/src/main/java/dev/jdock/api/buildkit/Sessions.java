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

  private final Map<String, Session> byId = new HashMap<>();

  /** Keeps the connection until one of both sides ends it. */
  void serve(Request request, Response response) throws IOException, InterruptedException {
    String id = request.header(HEADER + "Uuid");
    if (id == null || id.isEmpty() || !request.upgradesTo("h2c")) {
      throw HttpFailure.badRequest("no upgrade to h2c, or no session's id, in the request");
    }
    requireFree(id);
    HashSet<String> methods = new HashSet<>(request.headers(HEADER + "Grpc-Method"));
    try (GrpcClient client = new GrpcClient(response.takeOver(request, "h2c", null))) {
      String key = Objects.requireNonNullElse(request.header(HEADER + "Sharedkey"), "");
      add(new Session(id, key, client, methods));
      try {
        client.awaitEnd();
      } finally {
        remove(id);
      }
    }
  }

  /** The id is the client's choice: another client's must not be taken over. */
  private synchronized void requireFree(String id) {
    if (byId.containsKey(id)) {
      throw new HttpFailure(409, "session " + id + " is connected already");
    }
  }

  private synchronized void add(Session session) {
    byId.put(session.id(), session);
    notifyAll();
  }

  private synchronized void remove(String id) {
    byId.remove(id);
    notifyAll();
  }

  /**
   * The session of that id; it may be about to connect.
   *
   * @throws JdockException NOT_FOUND when it does not
   */
  synchronized Session require(String id) throws InterruptedException {
    long deadline = System.nanoTime() + CONNECTS.toNanos();
    while (!byId.containsKey(id)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw JdockException.notFound("no active session for " + id);
      }
      wait(left);
    }
    Session found = byId.get(id);
    if (found == null) {
      throw new IllegalStateException(id);
    }
    return found;
  }
}
