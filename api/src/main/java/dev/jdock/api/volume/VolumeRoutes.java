package dev.jdock.api.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.api.json.Fields;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.VolumeList;
import dev.jdock.runtime.engine.VolumeRequest;
import dev.jdock.runtime.engine.Volumes;
import java.io.IOException;

/** {@code /volumes}. */
public final class VolumeRoutes {
  private final Volumes volumes;

  private VolumeRoutes(Volumes volumes) {
    this.volumes = volumes;
  }

  public static void addTo(Router router, Volumes volumes) {
    VolumeRoutes routes = new VolumeRoutes(volumes);
    router
        .add("GET", "/volumes", Manner.WORK, routes::list)
        .add("POST", "/volumes/create", Manner.WORK, routes::create)
        .add("POST", "/volumes/prune", Manner.WORK, routes::prune)
        .add("GET", "/volumes/{name}", Manner.WORK, routes::inspect)
        .add("PUT", "/volumes/{name}", Manner.WORK, routes::update)
        .add("DELETE", "/volumes/{name}", Manner.WORK, routes::remove);
  }

  private void list(Request request, Response response) throws IOException {
    VolumeList list = volumes.list(request.query().filters());
    ObjectNode json = Json.object();
    list.volumes().forEach(volume -> json.withArray("Volumes").add(VolumeJson.of(volume)));
    if (list.volumes().isEmpty()) {
      json.putArray("Volumes");
    }
    if (list.warnings().isEmpty()) {
      json.putNull("Warnings");
    } else {
      list.warnings().forEach(json.putArray("Warnings")::add);
    }
    response.json(200, json);
  }

  private void create(Request request, Response response) throws IOException {
    Fields fields = Fields.of(request.jsonOrEmpty());
    if (fields.has("ClusterVolumeSpec")) {
      throw new HttpFailure(
          503, "volume create: cluster volumes need a Swarm, which jdock does not have");
    }
    response.json(
        201,
        VolumeJson.of(
            volumes.create(
                new VolumeRequest(
                    fields.text("Name"),
                    fields.text("Driver"),
                    fields.map("DriverOpts"),
                    fields.map("Labels")))));
  }

  /** For old clients a volume's name does not keep it. */
  private void prune(Request request, Response response) throws IOException {
    Filters filters = request.query().filters();
    boolean old = !request.version().isAtLeast(42);
    response.json(
        200,
        Json.pruned("VolumesDeleted", volumes.prune(old ? filters.with("all", "true") : filters)));
  }

  private void inspect(Request request, Response response) throws IOException {
    response.json(200, VolumeJson.of(volumes.inspect(request.parameter("name"))));
  }

  private void update(Request request, Response response) throws IOException {
    String version = request.query().text("version");
    try {
      volumes.update(request.parameter("name"), Long.parseLong(version));
    } catch (NumberFormatException e) {
      throw HttpFailure.badRequest("invalid swarm object version '" + version + "'");
    }
    response.empty(200);
  }

  private void remove(Request request, Response response) throws IOException {
    volumes.remove(request.parameter("name"), request.query().flag("force"));
    response.empty(204);
  }
}
