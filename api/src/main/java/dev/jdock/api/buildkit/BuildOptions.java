package dev.jdock.api.buildkit;

import dev.jdock.image.build.AttestationOptions;
import dev.jdock.image.build.StepLimits;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.Credentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What clients say to the frontend {@code dockerfile.v0}, by name. Unknown options are refused. */
final class BuildOptions {
  private static final Set<String> KNOWN =
      Set.of(
          "filename",
          "target",
          "no-cache",
          "image-resolve-mode",
          "force-network-mode",
          "add-hosts",
          "platform",
          "shm-size",
          "ulimit",
          "cgroup-parent",
          "context",
          "contextkey",
          "dockerfilekey",
          "cache-imports",
          "cache-from",
          "attest:provenance",
          "attest:sbom",
          "requestid");

  private static final String ATTESTATION = "attest:";

  /** What changes nothing here: a client's way to describe itself and where its files are from. */
  private static final List<String> WITHOUT_MEANING =
      List.of("frontend.caps", "multi-platform", "source-policy-session");

  private final Map<String, String> options;

  /**
   * @throws JdockException NOT_IMPLEMENTED for an option that is not known
   */
  BuildOptions(Map<String, String> options) {
    this.options = options;
    for (String name : options.keySet()) {
      boolean known =
          KNOWN.contains(name)
              || name.startsWith("build-arg:")
              || name.startsWith("label:")
              || name.startsWith("context:")
              || name.startsWith("vcs:")
              || WITHOUT_MEANING.stream().anyMatch(name::startsWith);
      if (!known) {
        throw JdockException.notImplemented(
            "the build option " + name + " is not supported by jdock");
      }
    }
  }

  String text(String name) {
    return options.getOrDefault(name, "");
  }

  String orElse(String name, String otherwise) {
    String text = text(name);
    return text.isEmpty() ? otherwise : text;
  }

  @Nullable String orNull(String name) {
    String text = text(name);
    return text.isEmpty() ? null : text;
  }

  boolean has(String name) {
    return options.containsKey(name);
  }

  /** Those of a prefix, by what is behind it. */
  Map<String, String> all(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    options.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), value);
      }
    });
    return found;
  }

  /** What the client tells of the repository that its folder lies in. */
  Map<String, String> repository() {
    Map<String, String> told = all("vcs:");
    told.values().removeIf(String::isEmpty);
    told.computeIfPresent("source", (_, url) -> Credentials.hidden(url));
    return told;
  }

  /** What is to be said with the result. */
  AttestationOptions attestations() {
    Map<String, Map<String, String>> byType = new LinkedHashMap<>();
    for (String type : all(ATTESTATION).keySet()) {
      Map<String, String> attributes = new LinkedHashMap<>();
      for (String field : list(ATTESTATION + type)) {
        int equals = field.indexOf('=');
        if (equals < 0) {
          throw JdockException.invalid("invalid value " + field);
        }
        attributes.put(field.substring(0, equals), field.substring(equals + 1));
      }
      byType.put(type, attributes);
    }
    return AttestationOptions.of(byType);
  }

  /** What commas part. */
  List<String> list(String name) {
    List<String> values = new ArrayList<>();
    for (String value : text(name).split(",", -1)) {
      if (!value.isBlank()) {
        values.add(value.strip());
      }
    }
    return values;
  }

  /** The one platform; null for this machine's. */
  @Nullable String platform() {
    List<String> platforms = list("platform");
    if (platforms.size() > 1) {
      throw JdockException.notImplemented(
          "builds for several platforms are not supported by jdock");
    }
    return platforms.isEmpty() ? null : platforms.getFirst();
  }

  /** Names and addresses of {@code add-hosts}: {@code a=10.0.0.1,b=10.0.0.2}. */
  Map<String, String> extraHosts() {
    Map<String, String> hosts = new LinkedHashMap<>();
    for (String host : list("add-hosts")) {
      int equals = host.indexOf('=');
      if (equals <= 0) {
        throw JdockException.invalid("invalid host " + host);
      }
      hosts.put(host.substring(0, equals), host.substring(equals + 1));
    }
    return hosts;
  }

  /** Of {@code RUN}. */
  String network() {
    return switch (text("force-network-mode")) {
      case "", "sandbox", "default" -> "default";
      case "none", "host" -> text("force-network-mode");
      default ->
          throw JdockException.invalid("invalid network mode: " + text("force-network-mode"));
    };
  }

  /** Of the steps. */
  StepLimits limits() {
    List<StepLimits.Ulimit> ulimits = list("ulimit").stream().map(UlimitText::parse).toList();
    return new StepLimits(
        0, 0, 0, 0, 0, "", "", text("cgroup-parent"), number(text("shm-size")), ulimits);
  }

  private static long number(String text) {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw JdockException.invalid("invalid shm-size: " + text);
    }
  }
}
