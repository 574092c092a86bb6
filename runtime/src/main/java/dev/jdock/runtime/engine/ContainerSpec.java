package dev.jdock.runtime.engine;

import dev.jdock.image.oci.ImageConfig.HealthCheck;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of a new container; what is null or empty comes from the image.
 *
 * @param name null for a generated one
 * @param image as the user wrote it
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
    Lifecycle lifecycle) {

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
      boolean attachStderr) {}

  /**
   * Limits; 0 means none.
   *
   * @param memoryBytes at least 6 MiB
   * @param nanoCpus a billionth of a processor
   * @param pids -1 or 0 for no limit
   */
  public record Resources(long memoryBytes, long nanoCpus, long pids) {}

  /**
   * What the container may do to the machine.
   *
   * @param capAdd capability names in any case, with or without CAP_, or ALL
   * @param securityOptions {@code no-new-privileges}, {@code seccomp=unconfined} …
   * @param init run a reaper as process 1
   */
  public record Isolation(
      boolean privileged,
      List<String> capAdd,
      List<String> capDrop,
      List<String> securityOptions,
      boolean readOnlyRootfs,
      boolean init) {}

  /**
   * Mounts.
   *
   * @param binds {@code -v} as written: {@code /host:/container[:options]}, {@code
   *     volume:/container[:options]}; host paths absolute
   * @param anonymousVolumes {@code -v /container}
   * @param tmpfs path in the container to mount options
   * @param shmSize bytes of /dev/shm
   */
  public record Storage(
      List<String> binds, List<String> anonymousVolumes, Map<String, String> tmpfs, long shmSize) {}

  /**
   * @param mode {@code default}, {@code bridge}, {@code none} or {@code host}
   * @param exposed {@code 80/tcp} …
   * @param publish what {@code -p} asked for
   * @param publishAll {@code -P}: every exposed port on a free port of the host
   */
  public record Networking(
      String mode,
      @Nullable String hostname,
      @Nullable String domainname,
      List<String> exposed,
      List<PortMapping> publish,
      boolean publishAll,
      List<String> extraHosts,
      List<String> dns,
      List<String> dnsSearch,
      List<String> dnsOptions) {}

  /**
   * One published port (after ranges are expanded).
   *
   * @param hostIp empty for every address
   * @param hostPort 0 for a free one
   * @param protocol {@code tcp} or {@code udp}
   */
  public record PortMapping(String hostIp, int hostPort, int containerPort, String protocol) {}

  /**
   * @param autoRemove {@code --rm}
   * @param restart {@code no}
   * @param stopTimeoutSeconds null for the image's or 10
   */
  public record Lifecycle(
      boolean autoRemove,
      String restart,
      @Nullable String stopSignal,
      @Nullable Integer stopTimeoutSeconds,
      @Nullable HealthCheck healthcheck) {}
}
