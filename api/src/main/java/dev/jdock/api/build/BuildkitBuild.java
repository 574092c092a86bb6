package dev.jdock.api.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.buildkit.RequestedBuild;
import dev.jdock.api.buildkit.RequestedBuilds;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.image.AuthHeader;
import dev.jdock.api.stream.ProgressLines;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code POST /build?version=2}: BuildKit's messages as lines of JSON, its words for failures. */
final class BuildkitBuild {
  private static final String UPLOAD = "upload-request:";

  /** Of a build that is to be quiet, whose lines are shown when it fails. */
  private static final int MOST_KEPT = 10_000;

  private final RequestedBuilds builds;
  private final Map<String, String> environment;

  /**
   * @param environment the engine's own, for the proxies
   */
  BuildkitBuild(RequestedBuilds builds, Map<String, String> environment) {
    this.builds = builds;
    this.environment = environment;
  }

  void run(Request request, Response response) throws IOException, InterruptedException {
    String id = request.query().text("buildid");
    if (id.startsWith(UPLOAD)) {
      builds.upload(response.peer(), id.substring(UPLOAD.length()), request.body());
      response.empty(200);
      return;
    }
    BuildQuery query = new BuildQuery(request.query());
    RequestedBuild asked =
        new BuildkitQuery(request.query())
            .build(response.peer(), AuthHeader.several(request, environment).credentials());
    ProgressLines lines = new ProgressLines(response);
    List<ObjectNode> kept = new ArrayList<>();
    try {
      String image =
          builds.build(
              asked,
              request.body(),
              status -> {
                ObjectNode line = line("moby.buildkit.trace").put("aux", status);
                if (!query.isQuiet()) {
                  lines.line(line);
                } else if (kept.size() < MOST_KEPT) {
                  kept.add(line);
                }
              });
      if (query.isQuiet()) {
        lines.line(Json.object().put("stream", (image == null ? "" : image) + "\n"));
      } else if (image != null) {
        ObjectNode line = line("moby.image.id");
        line.putObject("aux").put("ID", image);
        lines.line(line);
      }
    } catch (JdockException e) {
      kept.forEach(lines::line);
      if (!response.hasBegun()) {
        throw e;
      }
      lines.line(Json.error(String.valueOf(e.getMessage())));
    }
  }

  private static ObjectNode line(String id) {
    return Json.object().put("id", id);
  }

  /** Says nothing of builds that are not there, or over. */
  void cancel(Request request, Response response) throws IOException {
    String id = request.query().text("id");
    if (id.isEmpty()) {
      throw HttpFailure.badRequest("build ID not provided");
    }
    builds.cancel(response.peer(), id);
    response.empty(200);
  }
}
