package dev.jdock.api.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.PathStat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Files of containers as archives. */
final class ArchiveRoutes {
  private static final String STAT = "X-Docker-Container-Path-Stat";

  private final Containers containers;

  private ArchiveRoutes(Containers containers) {
    this.containers = containers;
  }

  static void addTo(Router router, Containers containers) {
    ArchiveRoutes routes = new ArchiveRoutes(containers);
    router
        .add("HEAD", "/containers/{id...}/archive", Manner.WORK, routes::stat)
        .add("GET", "/containers/{id...}/archive", Manner.TRANSFER, routes::read)
        .add("PUT", "/containers/{id...}/archive", Manner.TRANSFER, routes::write)
        .add("GET", "/containers/{id...}/export", Manner.TRANSFER, routes::export);
  }

  private static String path(Request request) {
    String path = request.query().text("path");
    if (path.isEmpty()) {
      throw HttpFailure.badRequest("bad parameter: path cannot be empty");
    }
    return path;
  }

  private void stat(Request request, Response response) throws IOException {
    PathStat stat = containers.statPath(request.parameter("id"), path(request));
    response.header(STAT, header(stat)).empty(200);
  }

  private static String header(PathStat stat) {
    ObjectNode json =
        Json.object()
            .put("name", stat.name())
            .put("size", stat.size())
            .put("mode", stat.mode())
            .put("mtime", stat.modified().toString())
            .put("linkTarget", stat.linkTarget());
    return Base64.getEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void read(Request request, Response response) throws IOException {
    String container = containers.resolve(request.parameter("id"));
    String path = path(request);
    // By the name that was given, which its errors tell.
    PathStat stat = containers.statPath(request.parameter("id"), path);
    OutputStream body = response.header(STAT, header(stat)).stream("application/x-tar");
    containers.readArchive(container, path, body);
    body.flush();
  }

  private void write(Request request, Response response) throws IOException {
    containers.writeArchive(
        request.parameter("id"),
        path(request),
        request.body(),
        request.query().flag("noOverwriteDirNonDir"),
        request.query().flag("copyUIDGID"));
    response.empty(200);
  }

  private void export(Request request, Response response) throws IOException {
    String container = containers.resolve(request.parameter("id"));
    OutputStream body = response.stream("application/octet-stream");
    containers.export(container, body);
    body.flush();
  }
}
