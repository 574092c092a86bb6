package dev.jdock.api.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.json.Fields;
import dev.jdock.api.json.HealthCheckBody;
import dev.jdock.image.oci.ImageConfig;
import java.util.TreeMap;
import java.util.TreeSet;

/** A {@code ContainerConfig} of which an image is to be made. */
final class ConfigBody {
  private ConfigBody() {}

  static ImageConfig read(JsonNode json) {
    Fields config = Fields.of(json);
    return new ImageConfig(
        config.text("User"),
        new TreeSet<>(config.keys("ExposedPorts")),
        config.texts("Env"),
        config.wordsOrNull("Entrypoint"),
        config.wordsOrNull("Cmd"),
        new TreeSet<>(config.keys("Volumes")),
        config.text("WorkingDir"),
        new TreeMap<>(config.map("Labels")),
        config.textOrNull("StopSignal"),
        config.integerOrNull("StopTimeout"),
        HealthCheckBody.read(config),
        config.texts("OnBuild"),
        config.wordsOrNull("Shell"),
        config.flag("ArgsEscaped"));
  }
}
