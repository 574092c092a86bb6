package dev.jdock.runtime.container.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.jdock.runtime.container.document.ImageConfigDocument.Probing;
import dev.jdock.runtime.engine.ConsoleSize;
import dev.jdock.runtime.engine.ContainerSpec;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a container, as its creator and later updates want them.
 *
 * @param name as it was asked for; null for none
 * @param image as it was asked for
 */
public record SettingsDocument(
    @Nullable String name,
    String image,
    SortedMap<String, String> labels,
    Command command,
    ResourcesDocument resources,
    IsolationDocument isolation,
    StorageDocument storage,
    NetworkingDocument networking,
    Lifecycle lifecycle,
    Map<String, String> annotations,
    Logging logging) {
  public SettingsDocument {
    annotations = Absent.map(annotations);
    logging = logging == null ? Logging.DEFAULT : logging;
  }

  /** The first process. */
  public record Command(
      @Nullable List<String> entrypoint,
      List<String> arguments,
      List<String> env,
      @Nullable String user,
      @Nullable String workingDir,
      boolean tty,
      boolean openStdin,
      boolean stdinOnce,
      boolean attachStdin,
      boolean attachStdout,
      boolean attachStderr,
      @JsonInclude(Include.NON_DEFAULT) int consoleRows,
      @JsonInclude(Include.NON_DEFAULT) int consoleColumns) {
    static Command of(ContainerSpec.Command command) {
      return new Command(
          command.entrypoint(),
          command.arguments(),
          command.env(),
          command.user(),
          command.workingDir(),
          command.tty(),
          command.openStdin(),
          command.stdinOnce(),
          command.attachStdin(),
          command.attachStdout(),
          command.attachStderr(),
          command.console().rows(),
          command.console().columns());
    }

    ContainerSpec.Command value() {
      return new ContainerSpec.Command(
          entrypoint,
          arguments,
          env,
          user,
          workingDir,
          tty,
          openStdin,
          stdinOnce,
          attachStdin,
          attachStdout,
          attachStderr,
          new ConsoleSize(consoleRows, consoleColumns));
    }
  }

  /** When it ends, and what then. */
  public record Lifecycle(
      boolean autoRemove,
      String restart,
      @Nullable String stopSignal,
      @Nullable Integer stopTimeoutSeconds,
      @Nullable Probing healthcheck,
      int restartLimit,
      boolean startsAtOnce) {
    static Lifecycle of(ContainerSpec.Lifecycle lifecycle) {
      return new Lifecycle(
          lifecycle.autoRemove(),
          lifecycle.restart(),
          lifecycle.stopSignal(),
          lifecycle.stopTimeoutSeconds(),
          Probing.of(lifecycle.healthcheck()),
          lifecycle.restartLimit(),
          lifecycle.startsAtOnce());
    }

    ContainerSpec.Lifecycle value() {
      return new ContainerSpec.Lifecycle(
          autoRemove,
          restart,
          stopSignal,
          stopTimeoutSeconds,
          Probing.value(healthcheck),
          restartLimit,
          startsAtOnce);
    }
  }

  /** What becomes of its output. */
  public record Logging(String driver, Map<String, String> options) {
    private static final Logging DEFAULT = new Logging("json-file", Map.of());

    public Logging {
      driver = driver == null || driver.isEmpty() ? "json-file" : driver;
      options = Absent.map(options);
    }

    static Logging of(ContainerSpec.Logging logging) {
      return new Logging(logging.driver(), logging.options());
    }

    ContainerSpec.Logging value() {
      return new ContainerSpec.Logging(driver, options);
    }
  }

  public static SettingsDocument of(ContainerSpec spec) {
    return new SettingsDocument(
        spec.name(),
        spec.image(),
        spec.labels(),
        Command.of(spec.command()),
        ResourcesDocument.of(spec.resources()),
        IsolationDocument.of(spec.isolation()),
        StorageDocument.of(spec.storage()),
        NetworkingDocument.of(spec.networking()),
        Lifecycle.of(spec.lifecycle()),
        spec.annotations(),
        Logging.of(spec.logging()));
  }

  public ContainerSpec value() {
    return new ContainerSpec(
        name,
        image,
        labels,
        command.value(),
        resources.value(),
        isolation.value(),
        storage.value(),
        networking.value(),
        lifecycle.value(),
        annotations,
        logging.value());
  }
}
