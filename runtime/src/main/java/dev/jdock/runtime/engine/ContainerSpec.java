package dev.jdock.runtime.engine;

import dev.jdock.image.oci.ImageConfig.HealthCheck;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of a new container; what is null or empty comes from the image.
 *
 * @param name null for a generated one
 * @param image as the user wrote it
 * @param annotations shown by inspection; they change nothing
 */
public record ContainerSpec(
    @Nullable String name,
    String image,
    SortedMap<String, String> labels,
    Command command,
    Resources resources,
    Isolation isolation,
    Storage storage,
    Networking networking,
    Lifecycle lifecycle,
    Map<String, String> annotations,
    Logging logging) {

  public ContainerSpec(
      @Nullable String name,
      String image,
      SortedMap<String, String> labels,
      Command command,
      Resources resources,
      Isolation isolation,
      Storage storage,
      Networking networking,
      Lifecycle lifecycle) {
    this(
        name,
        image,
        labels,
        command,
        resources,
        isolation,
        storage,
        networking,
        lifecycle,
        Map.of(),
        Logging.DEFAULT);
  }

  public ContainerSpec(
      @Nullable String name,
      String image,
      SortedMap<String, String> labels,
      Command command,
      Resources resources,
      Isolation isolation,
      Storage storage,
      Networking networking,
      Lifecycle lifecycle,
      Map<String, String> annotations) {
    this(
        name,
        image,
        labels,
        command,
        resources,
        isolation,
        storage,
        networking,
        lifecycle,
        annotations,
        Logging.DEFAULT);
  }

  /** The same with its output kept otherwise. */
  public ContainerSpec withLogging(Logging newLogging) {
    return new ContainerSpec(
        name,
        image,
        labels,
        command,
        resources,
        isolation,
        storage,
        networking,
        lifecycle,
        annotations,
        newLogging);
  }

  /**
   * What becomes of the container's output.
   *
   * @param driver {@code json-file}, {@code local} or {@code none}
   * @param options of the driver, by name
   */
  public record Logging(String driver, Map<String, String> options) {
    public static final Logging DEFAULT = new Logging("json-file", Map.of());

    public Logging {
      driver = driver.isEmpty() ? "json-file" : driver;
    }
  }

  /** The same for a caller that starts it as soon as it is made. */
  public ContainerSpec startingAtOnce() {
    return with(
        resources,
        networking,
        new Lifecycle(
            lifecycle.autoRemove(),
            lifecycle.restart(),
            lifecycle.stopSignal(),
            lifecycle.stopTimeoutSeconds(),
            lifecycle.healthcheck(),
            lifecycle.restartLimit(),
            true));
  }

  /** The same with other mounts. */
  public ContainerSpec with(Storage newStorage) {
    return with(isolation, newStorage, networking);
  }

  /** The same with another isolation. */
  public ContainerSpec with(Isolation newIsolation) {
    return with(newIsolation, storage, networking);
  }

  private ContainerSpec with(Isolation newIsolation, Storage newStorage, Networking newNetworking) {
    return new ContainerSpec(
        name,
        image,
        labels,
        command,
        resources,
        newIsolation,
        newStorage,
        newNetworking,
        lifecycle,
        annotations,
        logging);
  }

  /** The same with other limits, ports and ends. */
  public ContainerSpec with(
      Resources newResources, Networking newNetworking, Lifecycle newLifecycle) {
    return new ContainerSpec(
        name,
        image,
        labels,
        command,
        newResources,
        isolation,
        storage,
        newNetworking,
        newLifecycle,
        annotations,
        logging);
  }

  /**
   * The same, with {@code container:NAME} changed to what {@code ids} makes of the name.
   *
   * @param ids from name to id
   */
  public ContainerSpec withNamespacesOf(UnaryOperator<String> ids) {
    return with(
        isolation.with(isolation.namespaces().withIds(ids)),
        storage,
        networking.withMode(Isolation.Namespaces.withId(networking.mode(), ids)));
  }

  /**
   * The container's first process.
   *
   * @param entrypoint null for the image's, empty to have none
   * @param arguments CMD; empty for the image's
   * @param env {@code NAME=value}; a bare {@code NAME} removes the image's variable
   * @param user null for the image's
   * @param workingDir null for the image's
   * @param tty a pseudo-terminal instead of pipes
   * @param openStdin whether there is a standard input
   * @param stdinOnce whether it ends with the first client that was attached to it
   * @param attachStdin whether the creating client attaches it, likewise the other two; for inspect
   * @param console of the pseudo-terminal, if there is one
   */
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
      ConsoleSize console) {

    /** With a terminal that has no size yet, if it has one. */
    public Command(
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
        boolean attachStderr) {
      this(
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
          ConsoleSize.NONE);
    }
  }

  /**
   * @param autoRemove whether the container is removed when it ends
   * @param restart {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure}
   * @param stopTimeoutSeconds null for the image's or 10
   * @param restartLimit how often at most after a failure; 0 for no limit
   * @param startsAtOnce whether its creator starts it at once
   */
  public record Lifecycle(
      boolean autoRemove,
      String restart,
      @Nullable String stopSignal,
      @Nullable Integer stopTimeoutSeconds,
      @Nullable HealthCheck healthcheck,
      int restartLimit,
      boolean startsAtOnce) {
    public Lifecycle withRestart(String policy, int limit) {
      return new Lifecycle(
          autoRemove, policy, stopSignal, stopTimeoutSeconds, healthcheck, limit, startsAtOnce);
    }

    public Lifecycle(
        boolean autoRemove,
        String restart,
        @Nullable String stopSignal,
        @Nullable Integer stopTimeoutSeconds,
        @Nullable HealthCheck healthcheck,
        int restartLimit) {
      this(autoRemove, restart, stopSignal, stopTimeoutSeconds, healthcheck, restartLimit, false);
    }

    public Lifecycle(
        boolean autoRemove,
        String restart,
        @Nullable String stopSignal,
        @Nullable Integer stopTimeoutSeconds,
        @Nullable HealthCheck healthcheck) {
      this(autoRemove, restart, stopSignal, stopTimeoutSeconds, healthcheck, 0);
    }
  }
}
