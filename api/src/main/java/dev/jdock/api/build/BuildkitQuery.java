package dev.jdock.api.build;

import dev.jdock.api.buildkit.RequestedBuild;
import dev.jdock.api.buildkit.RequestedBuild.Output;
import dev.jdock.api.buildkit.RequestedBuild.Source;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Query;
import dev.jdock.api.json.Fields;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Credentials;
import dev.jdock.image.text.GoBool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parameters of {@code POST /build?version=2}, as options of BuildKit's frontend. */
final class BuildkitQuery {
  private static final String STORE = "moby";

  private final Query query;
  private final BuildQuery build;

  BuildkitQuery(Query query) {
    this.query = query;
    this.build = new BuildQuery(query);
  }

  /**
   * @param peer who asks
   * @param logins of the request
   * @throws HttpFailure for what cannot be asked for
   */
  RequestedBuild build(String peer, Credentials logins) {
    return new RequestedBuild(
        peer,
        query.text("buildid"),
        query.text("session"),
        switch (query.text("remote")) {
          case "" -> Source.BODY;
          case "upload-request" ->
              query.text("buildid").isEmpty() ? Source.ELSEWHERE : Source.UPLOAD;
          default -> Source.ELSEWHERE;
        },
        options(),
        outputs(),
        GoBool.isTrue(build.pairs("buildargs").getOrDefault("BUILDKIT_INLINE_CACHE", "")),
        query.flag("squash"),
        build.limits(),
        build.securityOptions(),
        logins);
  }

  private Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    put(options, "target", query.text("target"));
    if (!build.dockerfile().equals(".")) {
      options.put("filename", build.dockerfile());
    }
    String remote = query.text("remote");
    if (!remote.equals("client-session") && !remote.equals("upload-request")) {
      put(options, "context", remote);
    }
    put(options, "cache-from", String.join(",", build.texts("cachefrom")));
    build.pairs("buildargs").forEach((name, value) -> options.put("build-arg:" + name, value));
    build.pairs("labels").forEach((name, value) -> options.put("label:" + name, value));
    if (query.flag("nocache")) {
      options.put("no-cache", "");
    }
    options.put("image-resolve-mode", query.flag("pull") ? "pull" : "default");
    put(options, "platform", query.text("platform"));
    put(options, "force-network-mode", network());
    put(
        options,
        "add-hosts",
        String.join(
            ",",
            build.extraHosts().entrySet().stream()
                .map(host -> host.getKey() + "=" + host.getValue())
                .toList()));
    return options;
  }

  private static void put(Map<String, String> options, String name, String value) {
    if (!value.isEmpty()) {
      options.put(name, value);
    }
  }

  private String network() {
    String mode = query.text("networkmode");
    return switch (mode) {
      case "", "default" -> "";
      case "host", "none" -> mode;
      default ->
          throw new HttpFailure(500, "network mode \"" + mode + "\" not supported by buildkit");
    };
  }

  /** The engine's store where nothing is said. */
  private List<Output> outputs() {
    List<Fields> given =
        Fields.of(Json.object().set("outputs", build.json("outputs"))).list("outputs");
    if (given.size() > 1) {
      throw new HttpFailure(500, "multiple outputs not supported");
    }
    if (given.isEmpty()) {
      return List.of(new Output(STORE, names(Map.of())));
    }
    Map<String, String> attributes = given.getFirst().map("Attrs");
    String type = given.getFirst().text("Type");
    return switch (type) {
      case STORE, "image" -> List.of(new Output(STORE, names(attributes)));
      case "tar", "local" -> List.of(new Output(type, attributes));
      case "cacheonly" -> List.of();
      default -> throw new HttpFailure(500, "exporter \"" + type + "\" could not be found");
    };
  }

  private Map<String, String> names(Map<String, String> attributes) {
    Map<String, String> all = new HashMap<>(attributes);
    if (!build.tags().isEmpty()) {
      build.tags().forEach(tag -> Reference.parse(tag));
      all.put("name", String.join(",", build.tags()));
    }
    return all;
  }
}
