package dev.jdock.api.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Query;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.image.store.PrunedImages;
import dev.jdock.runtime.engine.CommitRequest;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.ImageQuery;
import dev.jdock.runtime.engine.Images;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /images} of the local store, and {@code /commit}. */
public final class ImageRoutes {
  private final Engine engine;
  private final Images images;

  private ImageRoutes(Engine engine) {
    this.engine = engine;
    this.images = engine.images();
  }

  /**
   * @param environment the engine's own, for the proxies of registries
   */
  public static void addTo(Router router, Engine engine, Map<String, String> environment) {
    ImageRoutes routes = new ImageRoutes(engine);
    router
        .add("GET", "/images/json", Manner.WORK, routes::list)
        .add("POST", "/images/prune", Manner.WORK, routes::prune)
        .add("GET", "/images/{name...}/json", Manner.WORK, routes::inspect)
        .add("GET", "/images/{name...}/history", Manner.WORK, routes::history)
        .add("GET", "/images/{name...}/attestations", Manner.BRIEF, ImageRoutes::attestations)
        .add("POST", "/images/{name...}/tag", Manner.WORK, routes::tag)
        .add("POST", "/commit", Manner.WORK, routes::commit);
    TransferRoutes.addTo(router, engine, environment);
    router.add("DELETE", "/images/{name...}", Manner.WORK, routes::remove);
  }

  static String name(Request request) {
    return request.parameter("name");
  }

  /**
   * The parameter {@code platform}, a document of the OCI's, as the engine takes it.
   *
   * @return null where there is none
   */
  static @Nullable String platform(Query query, String name) {
    String text = query.text(name);
    return text.isEmpty() ? null : PlatformText.of(text);
  }

  /**
   * The parameter {@code platform} of what is saved or loaded: one, since an image here is of one.
   *
   * @return null where there is none
   */
  static @Nullable String onePlatform(Request request) {
    if (request.query().all("platform").size() > 1) {
      throw HttpFailure.badRequest(
          request.version().isAtLeast(52)
              ? "multiple platforms not supported for this image store; use a multi-platform image"
                  + " store such as containerd-snapshotter"
              : "multiple platform parameters are not supported in this API version; use API"
                  + " version 1.52 or later");
    }
    return platform(request.query(), "platform");
  }

  private void list(Request request, Response response) throws IOException {
    Query query = request.query();
    boolean identity = request.version().isAtLeast(54) && query.flag("identity");
    if (identity && !query.flag("manifests")) {
      throw HttpFailure.badRequest("conflicting options: identity requires manifests=1");
    }
    ImageQuery wanted =
        new ImageQuery(query.flag("all"), query.flag("shared-size"), query.filters());
    boolean old = !request.version().isAtLeast(44);
    ArrayNode json = Json.mapper().createArrayNode();
    images
        .list(wanted)
        .forEach(summary -> {
          ObjectNode each = ImageJson.of(summary);
          if (old) {
            each.put("VirtualSize", summary.image().size());
          }
          json.add(each);
        });
    response.json(200, json);
  }

  private void prune(Request request, Response response) throws IOException {
    PrunedImages pruned = images.prune(request.query().filters());
    ObjectNode json = Json.object();
    json.set(
        "ImagesDeleted", pruned.removed().isEmpty() ? null : ImageJson.removed(pruned.removed()));
    response.json(200, json.put("SpaceReclaimed", pruned.reclaimed()));
  }

  private void inspect(Request request, Response response) throws IOException {
    JsonNode image = images.inspect(name(request), platform(request.query(), "platform"));
    if (request.version().isAtLeast(52)) {
      leaveOut((ObjectNode) image);
    } else if (image.path("Config") instanceof ObjectNode config) {
      fillIn(config);
    }
    response.json(200, image);
  }

  private static void leaveOut(ObjectNode image) {
    for (String field : List.of("Author", "Comment", "DockerVersion", "Parent")) {
      if (image.path(field).asText().isEmpty()) {
        image.remove(field);
      }
    }
  }

  /** What is empty is there up to version 1.51, and clients of that age look for it. */
  private static void fillIn(ObjectNode config) {
    for (String field : List.of("Cmd", "Entrypoint", "Env", "Labels", "OnBuild", "Volumes")) {
      if (!config.has(field)) {
        config.putNull(field);
      }
    }
    for (String field : List.of("User", "WorkingDir")) {
      if (!config.has(field)) {
        config.put(field, "");
      }
    }
  }

  private void history(Request request, Response response) throws IOException {
    response.json(200, images.history(name(request), platform(request.query(), "platform")));
  }

  /** As of a daemon with an image store of the same kind. */
  private static void attestations(Request request, Response response) {
    throw request.version().isAtLeast(55)
        ? new HttpFailure(501, "the legacy image store does not support attestations")
        : new HttpFailure(404, "page not found");
  }

  private void tag(Request request, Response response) throws IOException {
    images.tag(name(request), tagged(request.query()));
    response.empty(201);
  }

  /** {@code repo} and {@code tag} as one name; empty for none. */
  static String tagged(Query query) {
    String tag = query.text("tag");
    return query.text("repo") + (tag.isEmpty() ? "" : ":" + tag);
  }

  private void remove(Request request, Response response) throws IOException {
    Query query = request.query();
    List<String> platforms = new ArrayList<>();
    query.all("platforms").forEach(each -> platforms.add(PlatformText.of(each)));
    response.json(
        200,
        ImageJson.removed(
            images.remove(name(request), query.flag("force"), !query.flag("noprune"), platforms)));
  }

  private void commit(Request request, Response response) throws IOException {
    Query query = request.query();
    JsonNode config = request.jsonOrEmpty();
    String name = tagged(query);
    String id =
        engine
            .containers()
            .commit(
                query.text("container"),
                new CommitRequest(
                    name.isEmpty() ? null : name,
                    query.text("author"),
                    query.text("comment"),
                    changes(query),
                    query.flag("pause", true),
                    config.isEmpty() ? null : ConfigBody.read(config)));
    response.json(201, Json.object().put("Id", id));
  }

  /** Each may have several lines. */
  static List<String> changes(Query query) {
    return query.all("changes").stream()
        .flatMap(String::lines)
        .filter(line -> !line.isBlank())
        .toList();
  }
}
