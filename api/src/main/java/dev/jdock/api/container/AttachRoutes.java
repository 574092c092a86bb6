package dev.jdock.api.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Query;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.api.http.Takeover;
import dev.jdock.api.stream.FramedOutput;
import dev.jdock.api.stream.StreamType;
import dev.jdock.api.stream.WebSocket;
import dev.jdock.linux.socket.HangUps;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.KeySequence;
import dev.jdock.runtime.engine.LogRequest;
import dev.jdock.runtime.engine.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** What joins a client with the streams of a container: on a connection, or by a websocket. */
final class AttachRoutes {
  private final Containers containers;

  private AttachRoutes(Containers containers) {
    this.containers = containers;
  }

  static void addTo(Router router, Containers containers) {
    AttachRoutes routes = new AttachRoutes(containers);
    router
        .add("POST", "/containers/{id...}/attach", Manner.TAKE_OVER, routes::attach)
        .add("GET", "/containers/{id...}/attach/ws", Manner.TAKE_OVER, routes::attachBySocket);
  }

  /** A container that is ready to be attached to. */
  private record Target(String id, boolean terminal, boolean input, byte[] keys) {}

  /** A client's ends of a container's streams. */
  private record Ends(@Nullable InputStream in, OutputStream stdout, OutputStream stderr) {}

  private void attach(Request request, Response response) throws IOException, InterruptedException {
    Target target = target(request);
    Takeover client =
        response.takeOver(
            request, "tcp", StreamType.of(target.terminal()).mediaType(request.version()));
    try (HangUps.Watch _ = client.interruptOnHangUp()) {
      FramedOutput framed = new FramedOutput(client.out());
      join(
          target,
          request.query(),
          target.terminal()
              ? new Ends(client.in(), client.out(), client.out())
              : new Ends(client.in(), framed.stdout(), framed.stderr()));
    }
    client.endOutput();
  }

  /** Both outputs in one: messages have no place for a number. */
  private void attachBySocket(Request request, Response response)
      throws IOException, InterruptedException {
    Target target = target(request);
    try (WebSocket socket = WebSocket.accept(request, response, request.version().isAtLeast(28));
        HangUps.Watch _ = socket.interruptOnHangUp()) {
      if (!target.input()) {
        // Somebody has to answer what is asked about the connection, and to notice its end. Where
        // there is an input it is that one's end, and output goes on.
        socket.onEnd(Thread.currentThread()::interrupt);
        Thread.ofVirtual().name("api websocket").start(() -> discard(socket.in()));
      }
      join(target, request.query(), new Ends(socket.in(), socket.out(), socket.out()));
    }
  }

  private static void discard(InputStream in) {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The connection has ended.
      return;
    }
  }

  private Target target(Request request) {
    Query query = request.query();
    byte[] keys = KeySequence.parse(query.text("detachKeys"));
    String id = containers.resolve(request.parameter("id"));
    JsonNode container = containers.inspect(id, false);
    refusePaused(container.path("State"), request.parameter("id"));
    JsonNode config = container.path("Config");
    return new Target(
        id,
        config.path("Tty").asBoolean(),
        query.flag("stdin") && config.path("OpenStdin").asBoolean(),
        keys);
  }

  private static void refusePaused(JsonNode state, String name) {
    if (state.path("Paused").asBoolean()) {
      throw new HttpFailure(
          409, "container " + name + " is paused, unpause the container before attach");
    }
    if (state.path("Restarting").asBoolean()) {
      throw new HttpFailure(
          409, "container " + name + " is restarting, wait until the container is running");
    }
  }

  private void join(Target target, Query query, Ends ends)
      throws IOException, InterruptedException {
    if (query.flag("logs")) {
      replay(target.id(), query, ends);
    }
    if (!query.flag("stream")) {
      return;
    }
    Streams streams =
        new Streams(
            target.input() ? ends.in() : null,
            query.flag("stdout") ? ends.stdout() : null,
            query.flag("stderr") && !target.terminal() ? ends.stderr() : null,
            target.keys());
    try (Attachment attachment = containers.attach(target.id(), streams)) {
      attachment.await();
    }
  }

  private void replay(String id, Query query, Ends ends) throws InterruptedException {
    boolean stdout = query.flag("stdout");
    boolean stderr = query.flag("stderr");
    if (!stdout && !stderr) {
      return;
    }
    containers.logs(
        id,
        new LogRequest(false, stdout, stderr, "all", "", "", false, false),
        (standardError, entry) -> {
          try {
            (standardError ? ends.stderr() : ends.stdout()).write(entry);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
