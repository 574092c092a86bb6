package dev.jdock.api.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Query;
import dev.jdock.api.image.AuthHeader;
import dev.jdock.api.json.Fields;
import dev.jdock.image.build.BuildContext;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.BuildRequest.DockerfileSource;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.SolveOptions;
import dev.jdock.image.build.StepLimits;
import dev.jdock.image.registry.Access;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of {@code POST /build}. Logins are in a header: {@link AuthHeader}. */
final class BuildQuery {
  private final Query query;

  BuildQuery(Query query) {
    this.query = query;
  }

  boolean isQuiet() {
    return query.flag("q");
  }

  List<String> tags() {
    return query.all("t").stream().filter(tag -> !tag.isEmpty()).toList();
  }

  /** Of the Dockerfile in the context. */
  String dockerfile() {
    String name = query.text("dockerfile");
    return name.isEmpty() ? "Dockerfile" : name;
  }

  /** Where the context comes from; empty for the body of the request. */
  String remote() {
    return query.text("remote");
  }

  /**
   * Whether the builder that is asked for is BuildKit.
   *
   * @throws HttpFailure for one that there is not
   */
  boolean isForBuildkit() {
    return switch (query.text("version")) {
      case "", "1" -> false;
      case "2" -> true;
      default -> throw HttpFailure.badRequest("invalid version \"" + query.text("version") + "\"");
    };
  }

  /**
   * @throws HttpFailure for what the classic builder does not do
   */
  void checkClassic() {
    if (remote().equals("client-session")) {
      throw HttpFailure.badRequest(
          "experimental session with v1 builder is no longer supported, use builder version v2 (BuildKit) instead");
    }
    if (!query.text("outputs").isEmpty() && !query.text("outputs").equals("null")) {
      throw new HttpFailure(
          501, "outputs of POST /build without version=2 are not supported by jdock");
    }
  }

  BuildRequest request(
      BuildContext context, DockerfileSource dockerfile, Access access, BuildProgress progress) {
    Map<String, String> arguments = pairs("buildargs");
    return new BuildRequest(
        context,
        dockerfile,
        tags(),
        arguments,
        pairs("labels"),
        query.textOrNull("target"),
        query.flag("nocache"),
        query.flag("pull"),
        query.text("networkmode"),
        extraHosts(),
        query.textOrNull("platform"),
        access,
        progress,
        run(),
        SolveOptions.none().of(texts("cachefrom")),
        outputs(),
        NamedContexts.none());
  }

  private BuildOutputs outputs() {
    BuildOutputs usual = BuildOutputs.none();
    return new BuildOutputs(
        usual.outputs(),
        List.of(),
        List.of(),
        query.flag("squash"),
        List.of(),
        usual.attestations(),
        usual.receipt());
  }

  private RunOptions run() {
    RunOptions none = RunOptions.none();
    return new RunOptions(
        Map.of(), Map.of(), none.allowed(), none.devices(), securityOptions(), limits(), null);
  }

  List<String> securityOptions() {
    return query.all("securityopt").stream().filter(option -> !option.startsWith("[")).toList();
  }

  StepLimits limits() {
    return new StepLimits(
        query.numberOrZero("memory"),
        query.numberOrZero("memswap"),
        query.numberOrZero("cpushares"),
        query.numberOrZero("cpuperiod"),
        query.numberOrZero("cpuquota"),
        query.text("cpusetcpus"),
        query.text("cpusetmems"),
        query.text("cgroupparent"),
        query.numberOrZero("shmsize"),
        Fields.of(Json.object().set("Ulimits", json("ulimits"))).list("Ulimits").stream()
            .map(limit ->
                new StepLimits.Ulimit(
                    limit.text("Name"), limit.number("Soft"), limit.number("Hard")))
            .toList());
  }

  /** {@code name:address}, one in a parameter or several with commas. */
  Map<String, String> extraHosts() {
    Map<String, String> hosts = new LinkedHashMap<>();
    for (String parameter : query.all("extrahosts")) {
      for (String host : parameter.split(",", -1)) {
        int colon = host.indexOf(':');
        if (colon > 0) {
          hosts.put(host.substring(0, colon), host.substring(colon + 1));
        } else if (!host.isEmpty()) {
          throw HttpFailure.badRequest("invalid extra host: " + host);
        }
      }
    }
    return hosts;
  }

  /** Those without a value are left out: the engine has no environment to take them from. */
  Map<String, String> pairs(String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    JsonNode json = json(name);
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (!entry.getValue().isNull()) {
        pairs.put(entry.getKey(), entry.getValue().asText());
      }
    }
    return pairs;
  }

  List<String> texts(String name) {
    return Fields.of(Json.object().set(name, json(name))).texts(name);
  }

  JsonNode json(String name) {
    String text = query.text(name);
    if (text.isEmpty()) {
      return Json.mapper().nullNode();
    }
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw HttpFailure.badRequest("invalid " + name + ": " + e.getOriginalMessage());
    }
  }
}
