package dev.jdock.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.oci.ImageConfig.HealthCheck;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link ImageConfig} as in image configurations and in the Docker Engine API's answers. */
public final class ImageConfigJson {
  private ImageConfigJson() {}

  /** What is absent or null is empty, but for the argument vectors, which are null then. */
  public static ImageConfig read(JsonNode node) {
    SortedMap<String, String> labels = new TreeMap<>();
    node.path("Labels").forEachEntry((key, value) -> labels.put(key, value.asText("")));
    return new ImageConfig(
        Json.text(node, "User"),
        Json.keys(node, "ExposedPorts"),
        Json.strings(node, "Env"),
        Json.stringsOrNull(node, "Entrypoint"),
        Json.stringsOrNull(node, "Cmd"),
        Json.keys(node, "Volumes"),
        Json.text(node, "WorkingDir"),
        labels,
        Json.textOrNull(node, "StopSignal"),
        node.path("StopTimeout").isNumber() ? (Integer) node.path("StopTimeout").intValue() : null,
        healthCheck(node.path("Healthcheck")),
        Json.strings(node, "OnBuild"),
        Json.stringsOrNull(node, "Shell"),
        node.path("ArgsEscaped").asBoolean());
  }

  private static @Nullable HealthCheck healthCheck(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    return new HealthCheck(
        Json.strings(node, "Test"),
        node.path("Interval").asLong(),
        node.path("Timeout").asLong(),
        node.path("StartPeriod").asLong(),
        node.path("StartInterval").asLong(),
        node.path("Retries").asInt());
  }

  /** Leaves out what is empty, as Docker does. */
  public static ObjectNode write(ImageConfig config) {
    ObjectNode node = Json.object();
    Json.putText(node, "User", config.user());
    Json.putSet(node, "ExposedPorts", config.exposedPorts());
    if (!config.env().isEmpty()) {
      Json.putStrings(node, "Env", config.env());
    }
    Json.putStrings(node, "Entrypoint", config.entrypoint());
    Json.putStrings(node, "Cmd", config.cmd());
    if (config.argsEscaped()) {
      node.put("ArgsEscaped", true);
    }
    Json.putSet(node, "Volumes", config.volumes());
    Json.putText(node, "WorkingDir", config.workingDir());
    if (!config.labels().isEmpty()) {
      ObjectNode labels = node.putObject("Labels");
      config.labels().forEach(labels::put);
    }
    Json.putText(node, "StopSignal", config.stopSignal());
    if (config.stopTimeout() != null) {
      node.put("StopTimeout", config.stopTimeout());
    }
    if (config.healthcheck() != null) {
      node.set("Healthcheck", healthCheck(config.healthcheck()));
    }
    if (!config.onBuild().isEmpty()) {
      Json.putStrings(node, "OnBuild", config.onBuild());
    }
    Json.putStrings(node, "Shell", config.shell());
    return node;
  }

  private static ObjectNode healthCheck(HealthCheck check) {
    ObjectNode node = Json.object();
    if (!check.test().isEmpty()) {
      Json.putStrings(node, "Test", check.test());
    }
    putUnlessZero(node, "Interval", check.interval());
    putUnlessZero(node, "Timeout", check.timeout());
    putUnlessZero(node, "StartPeriod", check.startPeriod());
    putUnlessZero(node, "StartInterval", check.startInterval());
    putUnlessZero(node, "Retries", check.retries());
    return node;
  }

  private static void putUnlessZero(ObjectNode node, String name, long value) {
    if (value != 0) {
      node.put(name, value);
    }
  }
}
