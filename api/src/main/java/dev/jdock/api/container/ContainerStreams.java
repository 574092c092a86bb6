package dev.jdock.api.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Query;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.api.stream.FramedOutput;
import dev.jdock.api.stream.StreamType;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.LogRequest;
import dev.jdock.runtime.engine.LogSink;
import dev.jdock.runtime.engine.StatsRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** What goes on as long as a container: its output, its log, its statistics. */
final class ContainerStreams {
  private final Containers containers;

  private ContainerStreams(Containers containers) {
    this.containers = containers;
  }

  static void addTo(Router router, Containers containers) {
    ContainerStreams routes = new ContainerStreams(containers);
    router
        .add("GET", "/containers/{id...}/logs", Manner.TRANSFER, routes::logs)
        .add("GET", "/containers/{id...}/stats", Manner.TRANSFER, routes::stats);
  }

  private void logs(Request request, Response response) throws IOException, InterruptedException {
    Query query = request.query();
    if (!query.flag("stdout") && !query.flag("stderr")) {
      throw HttpFailure.badRequest("Bad parameters: you must choose at least one stream");
    }
    String container = containers.resolve(request.parameter("id"));
    boolean follow = query.flag("follow");
    LogRequest wanted =
        new LogRequest(
            follow,
            query.flag("stdout"),
            query.flag("stderr"),
            query.text("tail"),
            zeroIsNone(query.text("since")),
            zeroIsNone(query.text("until")),
            query.flag("timestamps"),
            query.flag("details"));
    boolean terminal = terminal(container);
    OutputStream body = response.stream(StreamType.of(terminal).mediaType(request.version()));
    containers.logs(container, wanted, sink(body, terminal, follow));
    body.flush();
  }

  /** So says the Go client for a time that it was not given. */
  private static String zeroIsNone(String time) {
    return time.equals("0") ? "" : time;
  }

  private boolean terminal(String container) {
    return containers.inspect(container, false).path("Config").path("Tty").asBoolean();
  }

  private static LogSink sink(OutputStream body, boolean terminal, boolean follow) {
    FramedOutput framed = new FramedOutput(body);
    return new LogSink() {
      @Override
      public void accept(boolean standardError, byte[] entry) {
        try {
          if (terminal) {
            body.write(entry);
          } else {
            framed.write(standardError, entry, 0, entry.length);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void caughtUp() {
        if (!follow) {
          return;
        }
        try {
          body.flush();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private void stats(Request request, Response response) throws IOException, InterruptedException {
    boolean stream = request.query().flag("stream", true);
    boolean oneShot = request.query().flag("one-shot");
    if (stream && oneShot) {
      throw HttpFailure.badRequest("cannot have stream=true and one-shot=true");
    }
    OutputStream body = response.trickle("application/json");
    boolean named = request.version().isAtLeast(52);
    containers.stats(
        request.parameter("id"),
        new StatsRequest(stream, oneShot),
        json -> {
          try {
            Json.writeLine(body, named ? ofLinux(json) : json);
            body.flush();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    body.flush();
  }

  private static JsonNode ofLinux(JsonNode statistics) {
    ObjectNode json = statistics.deepCopy();
    return json.put("os_type", "linux");
  }
}
