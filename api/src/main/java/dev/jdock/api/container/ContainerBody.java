package dev.jdock.api.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.http.ApiVersion;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.json.Fields;
import dev.jdock.api.json.HealthCheckBody;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.ContainerSpec.Command;
import dev.jdock.runtime.engine.ContainerSpec.Lifecycle;
import dev.jdock.runtime.engine.ContainerSpec.Logging;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /containers/create}. */
final class ContainerBody {
  private final Fields config;
  private final Fields host;
  private final ApiVersion version;

  private ContainerBody(Fields config, ApiVersion version) {
    this.config = config;
    this.host = config.object("HostConfig");
    this.version = version;
  }

  /**
   * @throws HttpFailure for one that is empty
   */
  static ContainerBody read(JsonNode json, ApiVersion version) {
    Fields fields = Fields.of(json);
    if (json.isEmpty()) {
      throw HttpFailure.badRequest("config cannot be empty in order to create a container");
    }
    return new ContainerBody(fields, version);
  }

  /**
   * What is wanted.
   *
   * @param name null for a generated one
   * @throws HttpFailure for what cannot be read
   */
  ContainerSpec spec(@Nullable String name) {
    Fields log = host.object("LogConfig");
    return new ContainerSpec(
        name,
        config.text("Image"),
        new TreeMap<>(config.map("Labels")),
        command(),
        ResourceBody.resources(host),
        IsolationBody.read(host),
        StorageBody.read(config, host),
        NetworkBody.read(config, host, mac()),
        lifecycle(),
        host.map("Annotations"),
        new Logging(log.text("Type"), log.map("Config")));
  }

  /** Since 1.52 it is the address on a network alone. */
  private String mac() {
    return version.isAtLeast(52) ? "" : config.text("MacAddress");
  }

  /** What is to change in versions to come. */
  List<String> warnings() {
    List<String> unbound =
        host.lists("PortBindings").entrySet().stream()
            .filter(port -> port.getValue().isEmpty())
            .map(port -> port.getKey().contains("/") ? port.getKey() : port.getKey() + "/tcp")
            .toList();
    return unbound.isEmpty() || !version.isAtLeast(52)
        ? List.of()
        : List.of(
            "Following container port(s) have an empty list of port-bindings: "
                + String.join(", ", unbound)
                + ". Such bindings will be discarded in a future version.");
  }

  private Command command() {
    List<String> arguments = config.wordsOrNull("Cmd");
    boolean attachStdin = config.flag("AttachStdin");
    return new Command(
        entrypoint(),
        arguments == null ? List.of() : arguments,
        config.texts("Env"),
        config.textOrNull("User"),
        config.textOrNull("WorkingDir"),
        config.flag("Tty"),
        config.flag("OpenStdin"),
        config.flag("StdinOnce"),
        attachStdin,
        config.flag("AttachStdout"),
        config.flag("AttachStderr"),
        ConsoleBody.read(host));
  }

  /** A single empty text is how clients ask for none; an empty list leaves the image's. */
  private @Nullable List<String> entrypoint() {
    List<String> words = config.wordsOrNull("Entrypoint");
    if (words == null || words.isEmpty()) {
      return null;
    }
    return words.equals(List.of("")) ? List.of() : words;
  }

  private Lifecycle lifecycle() {
    Fields restart = host.object("RestartPolicy");
    return new Lifecycle(
        host.flag("AutoRemove"),
        restart.text("Name"),
        config.textOrNull("StopSignal"),
        config.integerOrNull("StopTimeout"),
        HealthCheckBody.read(config),
        restart.integer("MaximumRetryCount"));
  }
}
