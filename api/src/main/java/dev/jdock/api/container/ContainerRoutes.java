package dev.jdock.api.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Created;
import dev.jdock.runtime.engine.Exit;
import dev.jdock.runtime.engine.FileChange;
import dev.jdock.runtime.engine.Outcome;
import dev.jdock.runtime.engine.ProcessList;
import dev.jdock.runtime.engine.Pruned;
import dev.jdock.runtime.engine.WaitCondition;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /containers}: all but streams and archives. */
public final class ContainerRoutes {
  private final Containers containers;

  private ContainerRoutes(Containers containers) {
    this.containers = containers;
  }

  public static void addTo(Router router, Containers containers) {
    ContainerRoutes routes = new ContainerRoutes(containers);
    router
        .add("GET", "/containers/json", Manner.WORK, routes::list)
        .add("POST", "/containers/create", Manner.WORK, routes::create)
        .add("POST", "/containers/prune", Manner.WORK, routes::prune)
        .add("GET", "/containers/{id...}/json", Manner.WORK, routes::inspect)
        .add("GET", "/containers/{id...}/top", Manner.WORK, routes::top)
        .add("GET", "/containers/{id...}/changes", Manner.WORK, routes::changes)
        .add("POST", "/containers/{id...}/start", Manner.WORK, routes::start)
        .add("POST", "/containers/{id...}/stop", Manner.WORK, routes::stop)
        .add("POST", "/containers/{id...}/restart", Manner.WORK, routes::restart)
        .add("POST", "/containers/{id...}/kill", Manner.WORK, routes::kill)
        .add("POST", "/containers/{id...}/update", Manner.WORK, routes::update)
        .add("POST", "/containers/{id...}/rename", Manner.WORK, routes::rename)
        .add("POST", "/containers/{id...}/pause", Manner.WORK, routes::pause)
        .add("POST", "/containers/{id...}/unpause", Manner.WORK, routes::unpause)
        .add("POST", "/containers/{id...}/resize", Manner.WORK, routes::resize)
        .add("POST", "/containers/{id...}/wait", Manner.WAIT, routes::await)
        .add("DELETE", "/containers/{id...}", Manner.WORK, routes::remove);
    ContainerStreams.addTo(router, containers);
    AttachRoutes.addTo(router, containers);
    ArchiveRoutes.addTo(router, containers);
  }

  private static String id(Request request) {
    return request.parameter("id");
  }

  private void list(Request request, Response response) throws IOException {
    Integer limit = request.query().numberOrNull("limit");
    boolean size = request.query().flag("size");
    ContainerQuery query =
        new ContainerQuery(
            request.query().flag("all"),
            limit == null ? 0 : Math.max(0, limit),
            size,
            request.query().filters().values());
    response.json(200, SummaryJson.of(containers.list(query), containers, request.version()));
  }

  private void create(Request request, Response response) throws IOException {
    ContainerBody body = ContainerBody.read(request.json(), request.version());
    Created created;
    try {
      created =
          containers.create(
              body.spec(request.query().textOrNull("name")),
              request.query().textOrNull("platform"));
    } catch (JdockException e) {
      throw isOfAnother(e) ? HttpFailure.badRequest(String.valueOf(e.getMessage())) : e;
    }
    ObjectNode json = Json.object().put("Id", created.id());
    ArrayNode warnings = json.putArray("Warnings");
    body.warnings().forEach(warnings::add);
    created.warnings().forEach(warnings::add);
    response.json(201, json);
  }

  /** With 404 clients fetch the image, whatever it is that is missing. */
  private static boolean isOfAnother(JdockException failure) {
    return failure.kind() == JdockException.Kind.NOT_FOUND
        && !String.valueOf(failure.getMessage()).startsWith("No such image");
  }

  private void prune(Request request, Response response) throws IOException {
    Pruned pruned = containers.prune(request.query().filters());
    response.json(200, Json.pruned("ContainersDeleted", pruned));
  }

  private void inspect(Request request, Response response) throws IOException {
    JsonNode json = containers.inspect(id(request), request.query().flag("size"));
    response.json(200, InspectJson.of(json, request.version()));
  }

  private void top(Request request, Response response) throws IOException {
    String options = request.query().text("ps_args").strip();
    ProcessList list =
        containers.top(id(request), options.isEmpty() ? List.of() : List.of(options.split("\\s+")));
    ObjectNode json = Json.object();
    ArrayNode processes = json.putArray("Processes");
    list.processes().forEach(process -> process.forEach(processes.addArray()::add));
    list.titles().forEach(json.putArray("Titles")::add);
    response.json(200, json);
  }

  private void changes(Request request, Response response) throws IOException {
    List<FileChange> changes = containers.changes(id(request));
    ArrayNode json = Json.mapper().createArrayNode();
    for (FileChange change : changes) {
      json.addObject().put("Path", change.path()).put("Kind", number(change.kind()));
    }
    response.json(200, changes.isEmpty() ? Json.mapper().nullNode() : json);
  }

  private static int number(FileChange.Kind kind) {
    return switch (kind) {
      case CHANGED -> 0;
      case ADDED -> 1;
      case DELETED -> 2;
    };
  }

  private void start(Request request, Response response) throws IOException {
    response.empty(status(containers.start(id(request))));
  }

  private static int status(Outcome outcome) {
    return switch (outcome) {
      case DONE -> 204;
      case ALREADY_SO -> 304;
    };
  }

  private void stop(Request request, Response response) throws IOException {
    response.empty(
        status(containers.stop(id(request), signal(request), request.query().numberOrNull("t"))));
  }

  /** Null for the container's own. */
  private static @Nullable String signal(Request request) {
    return request.query().textOrNull("signal");
  }

  private void restart(Request request, Response response) throws IOException {
    containers.restart(id(request), signal(request), request.query().numberOrNull("t"));
    response.empty(204);
  }

  private void kill(Request request, Response response) throws IOException {
    containers.kill(id(request), request.query().text("signal"));
    response.empty(204);
  }

  private void update(Request request, Response response) throws IOException {
    List<String> warnings =
        containers.update(id(request), UpdateBody.read(request.json(), request.version()));
    ObjectNode json = Json.object();
    if (warnings.isEmpty()) {
      json.putNull("Warnings");
    } else {
      warnings.forEach(json.putArray("Warnings")::add);
    }
    response.json(200, json);
  }

  private void rename(Request request, Response response) throws IOException {
    containers.rename(id(request), request.query().text("name"));
    response.empty(204);
  }

  private void pause(Request request, Response response) throws IOException {
    containers.pause(id(request));
    response.empty(204);
  }

  private void unpause(Request request, Response response) throws IOException {
    containers.unpause(id(request));
    response.empty(204);
  }

  private void resize(Request request, Response response) throws IOException {
    containers.resize(id(request), TerminalSize.rows(request), TerminalSize.columns(request));
    response.empty(200);
  }

  /** Clients start the container once they have the head of the answer. */
  private void await(Request request, Response response) throws IOException, InterruptedException {
    Exit exit = containers.exit(id(request), WaitCondition.of(request.query().text("condition")));
    OutputStream body = response.trickle("application/json");
    body.flush();
    Json.writeLine(body, Json.object().put("StatusCode", exit.await()));
  }

  private void remove(Request request, Response response) throws IOException {
    if (request.query().flag("link")) {
      containers.unlink(id(request));
    } else {
      containers.remove(id(request), request.query().flag("force"), request.query().flag("v"));
    }
    response.empty(204);
  }
}
