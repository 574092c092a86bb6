package dev.jdock.api.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Query;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.api.json.Fields;
import dev.jdock.api.stream.ProgressLines;
import dev.jdock.image.archive.LoadedImage;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.LoginResult;
import dev.jdock.image.registry.SearchResult;
import dev.jdock.image.transfer.PullRequest;
import dev.jdock.image.transfer.PushRequest;
import dev.jdock.runtime.engine.Distribution;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.ImportRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Images that come and go: by registries and by archives. */
final class TransferRoutes {
  private static final int USUAL_RESULTS = 25;

  private final Engine engine;
  private final Map<String, String> environment;

  private TransferRoutes(Engine engine, Map<String, String> environment) {
    this.engine = engine;
    this.environment = environment;
  }

  static void addTo(Router router, Engine engine, Map<String, String> environment) {
    TransferRoutes routes = new TransferRoutes(engine, environment);
    router
        .add("POST", "/images/create", Manner.TRANSFER, routes::create)
        .add("POST", "/images/load", Manner.TRANSFER, routes::load)
        .add("GET", "/images/get", Manner.TRANSFER, routes::saveSeveral)
        .add("GET", "/images/search", Manner.TRANSFER, routes::search)
        .add("GET", "/images/{name...}/get", Manner.TRANSFER, routes::saveOne)
        .add("POST", "/images/{name...}/push", Manner.TRANSFER, routes::push)
        .add("GET", "/distribution/{name...}/json", Manner.TRANSFER, routes::distribution)
        .add("POST", "/auth", Manner.TRANSFER, routes::login);
  }

  private void create(Request request, Response response) throws IOException, InterruptedException {
    if (request.query().text("fromImage").isEmpty()) {
      importArchive(request, response);
    } else {
      pull(request, response);
    }
  }

  private void pull(Request request, Response response) throws IOException, InterruptedException {
    Query query = request.query();
    String tag = query.text("tag");
    Reference reference = named(query.text("fromImage"), tag);
    boolean allTags = tag.isEmpty() && isBare(query.text("fromImage"));
    PullRequest pull =
        new PullRequest(
            reference,
            allTags,
            ImageRoutes.platform(query, "platform"),
            AuthHeader.access(request, environment),
            // Clients write names out in full.
            true);
    ProgressLines progress = new ProgressLines(response);
    progress.run(() -> engine.images().pull(pull, progress));
  }

  /** The tag may also be a digest. */
  private static Reference named(String name, String tag) {
    if (tag.isEmpty()) {
      return Reference.parse(name);
    }
    Reference reference = Reference.parse(name);
    return tag.contains(":")
        ? reference.withDigest(Digest.parse(tag))
        : Reference.parse(reference.name() + ":" + tag);
  }

  /** Whether it has neither a tag nor a digest, which means all tags here. */
  private static boolean isBare(String name) {
    return !name.contains("@") && name.indexOf(':', name.lastIndexOf('/') + 1) < 0;
  }

  private void importArchive(Request request, Response response)
      throws IOException, InterruptedException {
    Query query = request.query();
    String source = query.text("fromSrc");
    String name = ImageRoutes.tagged(query);
    ImportRequest wanted =
        new ImportRequest(
            name.isEmpty() ? null : name,
            query.text("message"),
            ImageRoutes.changes(query),
            ImageRoutes.platform(query, "platform"));
    ProgressLines progress = new ProgressLines(response);
    progress.run(() ->
        progress.status(
            source.equals("-")
                ? engine.images().importArchive(request.body(), wanted)
                : engine
                    .images()
                    .importFrom(
                        source,
                        environment,
                        wanted,
                        address -> progress.status("Downloading from " + address))));
  }

  private void load(Request request, Response response) throws IOException, InterruptedException {
    boolean quiet = request.query().flag("quiet", true);
    ProgressLines progress = new ProgressLines(response);
    // Nothing is sent before there is something to say: some clients read the head alone, and take
    // the image for loaded.
    progress.failInStream();
    progress.run(() -> {
      List<LoadedImage> loaded =
          engine
              .images()
              .load(
                  request.body(),
                  ImageRoutes.onePlatform(request),
                  (path, read, size) -> layer(progress, quiet, path, read, size));
      loaded.forEach(image -> tell(progress, image));
    });
  }

  private static void layer(
      ProgressLines progress, boolean quiet, String path, long read, long size) {
    if (quiet || size == 0) {
      return;
    }
    ObjectNode json = Json.object().put("status", "Loading layer");
    json.putObject("progressDetail").put("current", read).put("total", size);
    json.put("progress", ProgressLines.bar(read, size));
    String name = path.replaceFirst("^blobs/sha256/", "").replace("/layer.tar", "");
    progress.line(json.put("id", name.length() > 12 ? name.substring(0, 12) : name));
  }

  private static void tell(ProgressLines progress, LoadedImage image) {
    image
        .replaced()
        .forEach((name, old) ->
            stream(
                progress,
                "The image "
                    + name
                    + " already exists, renaming the old one with ID "
                    + old
                    + " to empty string"));
    image.names().forEach(name -> stream(progress, "Loaded image: " + name));
    if (image.names().isEmpty()) {
      stream(progress, "Loaded image ID: " + image.id());
    }
  }

  private static void stream(ProgressLines progress, String line) {
    progress.line(Json.object().put("stream", line + "\n"));
  }

  private void saveSeveral(Request request, Response response)
      throws IOException, InterruptedException {
    save(request, response, request.query().all("names"));
  }

  private void saveOne(Request request, Response response)
      throws IOException, InterruptedException {
    save(request, response, List.of(ImageRoutes.name(request)));
  }

  private void save(Request request, Response response, List<String> names)
      throws IOException, InterruptedException {
    String platform = ImageRoutes.onePlatform(request);
    OutputStream body = response.stream("application/x-tar");
    engine.images().save(names, platform, body);
    body.flush();
  }

  private void push(Request request, Response response) throws IOException, InterruptedException {
    Query query = request.query();
    String tag = query.text("tag");
    Reference reference = named(ImageRoutes.name(request), tag);
    PushRequest push =
        new PushRequest(
            reference,
            tag.isEmpty() && isBare(ImageRoutes.name(request)),
            ImageRoutes.platform(query, "platform"),
            AuthHeader.access(request, environment));
    ProgressLines progress = new ProgressLines(response);
    progress.run(() -> engine.images().push(push, progress));
  }

  private void search(Request request, Response response) throws IOException {
    Query query = request.query();
    Integer limit = query.numberOrNull("limit");
    List<SearchResult> results =
        engine
            .registries()
            .search(
                query.text("term"),
                limit == null ? USUAL_RESULTS : limit,
                query.filters(),
                AuthHeader.access(request, environment));
    ArrayNode json = Json.mapper().createArrayNode();
    for (SearchResult result : results) {
      json.addObject()
          .put("star_count", result.stars())
          .put("is_official", result.official())
          .put("name", result.name())
          .put("is_automated", result.automated())
          .put("description", result.description());
    }
    response.json(200, json);
  }

  private void distribution(Request request, Response response) throws IOException {
    Distribution found =
        engine
            .registries()
            .distribution(
                Reference.parse(ImageRoutes.name(request)),
                AuthHeader.access(request, environment));
    ObjectNode json = Json.object();
    json.set("Descriptor", found.descriptor().write());
    ArrayNode platforms = json.putArray("Platforms");
    for (Descriptor.Platform platform : found.platforms()) {
      ObjectNode each =
          platforms
              .addObject()
              .put("architecture", platform.architecture())
              .put("os", platform.os());
      if (platform.variant() != null) {
        each.put("variant", platform.variant());
      }
    }
    response.json(200, json);
  }

  private void login(Request request, Response response) throws IOException {
    Fields config = Fields.of(request.json());
    if (config.text("username").isEmpty() && config.text("identitytoken").isEmpty()) {
      throw HttpFailure.badRequest("a login needs a username and a password, or a token");
    }
    LoginResult result =
        engine
            .registries()
            .login(config.text("serveraddress"), AuthHeader.credential(config), environment);
    response.json(
        200,
        Json.object().put("Status", result.status()).put("IdentityToken", result.identityToken()));
  }
}
