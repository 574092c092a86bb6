package dev.jdock.image.build.provenance;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.NamedContexts.Source;
import dev.jdock.image.build.StepLimits;
import dev.jdock.image.text.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request by the names that buildx gives to the frontend. What concerns the machine alone ({@code
 * --pull}, {@code --cgroup-parent}, the caches) is left out, as BuildKit has it.
 */
final class RequestArguments {
  private RequestArguments() {}

  static SortedMap<String, String> of(BuildRequest request) {
    SortedMap<String, String> result = new TreeMap<>();
    request.buildArgs().forEach((name, value) -> result.put("build-arg:" + name, value));
    request.labels().forEach((name, value) -> result.put("label:" + name, value));
    put(result, "target", request.target());
    List<String> fresh = request.solving().freshStages();
    if (request.noCache()) {
      result.put("no-cache", "");
    } else {
      put(result, "no-cache", String.join(",", fresh));
    }
    if (!request.network().equals("default")) {
      result.put("force-network-mode", request.network());
    }
    put(
        result,
        "add-hosts",
        request.extraHosts().entrySet().stream()
            .map(host -> host.getKey() + "=" + host.getValue())
            .collect(Collectors.joining(",")));
    StepLimits limits = request.run().limits();
    if (limits.shmSize() > 0) {
      result.put("shm-size", String.valueOf(limits.shmSize()));
    }
    put(
        result,
        "ulimit",
        limits.ulimits().stream()
            .map(limit -> limit.name() + "=" + limit.soft() + ":" + limit.hard())
            .collect(Collectors.joining(",")));
    request
        .contexts()
        .byName()
        .forEach((name, source) -> result.put("context:" + name, shown(name, source)));
    return result;
  }

  /** Names of folders of the user's. */
  static List<String> locals(BuildRequest request) {
    List<String> locals = new ArrayList<>();
    if (request.context().source() == null) {
      locals.addAll(List.of("context", "dockerfile"));
    }
    request.contexts().byName().entrySet().stream()
        .filter(each -> origin(each.getValue()) instanceof Source.Folder)
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(locals::add);
    return locals;
  }

  /** What it is, whether or not it is here already. */
  static Source origin(Source source) {
    return source instanceof Source.Elsewhere elsewhere ? elsewhere.from() : source;
  }

  private static String shown(String name, Source source) {
    return switch (source) {
      case Source.Folder _ -> "local:" + name;
      case Source.Registry(String image) -> "docker-image://" + image;
      case Source.Layout layout ->
          "oci-layout:" + name + (layout.digest().isEmpty() ? "" : "@") + layout.digest();
      case Source.Remote(String url) -> Credentials.hidden(url);
      case Source.Built _ -> "target:" + name;
      case Source.Elsewhere elsewhere -> shown(name, elsewhere.from());
    };
  }

  private static void put(SortedMap<String, String> map, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      map.put(name, value);
    }
  }
}
