package dev.jdock.api.system;

import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.EventQuery;
import dev.jdock.runtime.engine.Ping;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;

/** The engine itself: {@code /_ping}, {@code /version}, {@code /info}, {@code /events} … */
public final class SystemRoutes {
  private final DockerSystem system;
  private final Engine engine;

  private SystemRoutes(Engine engine) {
    this.engine = engine;
    this.system = new DockerSystem(engine.system());
  }

  public static void addTo(Router router, Engine engine) {
    SystemRoutes routes = new SystemRoutes(engine);
    router
        .add("GET", "/_ping", Manner.BRIEF, routes::ping)
        .add("HEAD", "/_ping", Manner.BRIEF, routes::ping)
        .add("GET", "/version", Manner.WORK, routes::version)
        .add("GET", "/info", Manner.WORK, routes::info)
        .add("GET", "/events", Manner.WAIT, routes::events)
        .add("GET", "/system/df", Manner.WORK, routes::diskUsage);
  }

  private void ping(Request request, Response response) throws IOException {
    Ping ping = system.ping();
    response
        .header("Builder-Version", ping.builderVersion())
        .header("Cache-Control", "no-cache, no-store, must-revalidate")
        .header("Pragma", "no-cache")
        .header("Swarm", ping.swarm())
        .send(200, "text/plain; charset=utf-8", "OK".getBytes(StandardCharsets.US_ASCII));
  }

  private void version(Request request, Response response) throws IOException {
    response.json(200, system.version());
  }

  private void info(Request request, Response response) throws IOException {
    response.json(200, system.info());
  }

  /** The head goes out as soon as nothing will be missed: clients begin to act then. */
  private void events(Request request, Response response) throws IOException, InterruptedException {
    EventQuery query =
        EventQuery.of(
            request.query().text("since"),
            request.query().text("until"),
            request.query().filters(),
            ZonedDateTime.now(ZoneOffset.UTC));
    EventLines lines = EventLines.of(request.version(), request.headers("Accept"));
    OutputStream body = response.trickle(lines.type());
    try {
      system.events(
          query,
          () -> flush(body),
          event -> {
            try {
              lines.write(body, event);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            flush(body);
          });
    } catch (JdockException e) {
      if (!response.hasBegun()) {
        throw e;
      }
      lines.write(body, Json.error(String.valueOf(e.getMessage())));
    }
    body.flush();
  }

  private static void flush(OutputStream body) {
    try {
      body.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void diskUsage(Request request, Response response) throws IOException {
    Set<DiskUsage.Type> types = EnumSet.noneOf(DiskUsage.Type.class);
    request.query().all("type").forEach(type -> types.add(DiskUsage.Type.parse(type)));
    Set<DiskUsage.Type> wanted = types.isEmpty() ? DiskUsage.Type.ALL : types;
    DiskUsageJson json =
        new DiskUsageJson(system.diskUsage(wanted), wanted, engine.containers(), request.version());
    response.json(200, json.of(request.query().flag("verbose")));
  }
}
