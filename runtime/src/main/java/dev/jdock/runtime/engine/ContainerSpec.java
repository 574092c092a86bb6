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
 * @param annotations for whoever inspects it; they change nothing
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

  public ContainerSpec {
    logging = logging == null ? Logging.DEFAULT : logging;
    annotations = orEmpty(annotations);
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
      driver = driver == null || driver.isEmpty() ? "json-file" : driver;
      options = orEmpty(options);
    }
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
    return new ContainerSpec(
        name,
        image,
        labels,
        command,
        resources,
        isolation.with(isolation.namespaces().withIds(ids)),
        storage,
        networking.withMode(withId(networking.mode(), ids)),
        lifecycle,
        annotations,
        logging);
  }

  private static String withId(String mode, UnaryOperator<String> ids) {
    String prefix = "container:";
    return mode.startsWith(prefix) ? prefix + ids.apply(mode.substring(prefix.length())) : mode;
  }

  /** Records of containers that an earlier jdock made lack what came later. */
  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
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
   * @param ulimits by process, not for all together
   */
  public record Resources(
      long memoryBytes,
      long nanoCpus,
      long pids,
      Memory memory,
      Cpu cpu,
      BlockIo blockIo,
      List<Ulimit> ulimits) {
    public Resources {
      memory = memory == null ? Memory.NONE : memory;
      cpu = cpu == null ? Cpu.NONE : cpu;
      blockIo = blockIo == null ? BlockIo.NONE : blockIo;
      ulimits = orEmpty(ulimits);
    }

    public Resources(long memoryBytes, long nanoCpus, long pids) {
      this(memoryBytes, nanoCpus, pids, Memory.NONE, Cpu.NONE, BlockIo.NONE, List.of());
    }
  }

  /**
   * Of memory, more than its limit.
   *
   * @param reservation bytes below which it is not taken away when memory is short
   * @param swap bytes of memory and swap together; 0 for twice the limit, -1 for no limit
   * @param swappiness 0 to 100; null for the machine's
   * @param kernel bytes; what kernels since 5.4 do not limit
   * @param oomKillDisable processes wait instead of being killed
   */
  public record Memory(
      long reservation,
      long swap,
      @Nullable Integer swappiness,
      long kernel,
      boolean oomKillDisable) {
    public static final Memory NONE = new Memory(0, 0, null, 0, false);
  }

  /**
   * Of processors, more than their number.
   *
   * @param shares relative weight; 1024 is the usual one
   * @param period microseconds, likewise {@code quota}, the time in a period
   * @param realtimePeriod microseconds, likewise {@code realtimeRuntime}
   * @param cpus those that it may run on: {@code 0-2,4}
   * @param mems memory nodes that it may use
   */
  public record Cpu(
      long shares,
      long period,
      long quota,
      long realtimePeriod,
      long realtimeRuntime,
      String cpus,
      String mems) {
    public static final Cpu NONE = new Cpu(0, 0, 0, 0, 0, "", "");
  }

  /**
   * Input and output of block devices.
   *
   * @param weight 10 to 1000
   */
  public record BlockIo(
      int weight,
      List<DeviceRate> deviceWeights,
      List<DeviceRate> readBps,
      List<DeviceRate> writeBps,
      List<DeviceRate> readIops,
      List<DeviceRate> writeIops) {
    public static final BlockIo NONE =
        new BlockIo(0, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /**
   * A number for one device.
   *
   * @param path of its node on the host
   * @param rate bytes or operations a second, or a weight
   */
  public record DeviceRate(String path, long rate) {}

  /**
   * A limit of setrlimit(2).
   *
   * @param name in lower case: {@code nofile}
   * @param soft -1 for none, likewise {@code hard}
   */
  public record Ulimit(String name, long soft, long hard) {}

  /**
   * What the container may do to the machine.
   *
   * @param capAdd capability names in any case, with or without CAP_, or ALL
   * @param securityOptions {@code no-new-privileges}, {@code seccomp=unconfined} …
   * @param init run a reaper as process 1
   * @param groups further groups of its processes, by name or number
   * @param sysctls kernel settings of its own namespaces
   * @param oomScoreAdj -1000 to 1000: who is killed first when the machine's memory is short
   * @param runtime empty for jdock
   * @param technology {@code --isolation}, which Windows has a choice of
   */
  public record Isolation(
      boolean privileged,
      List<String> capAdd,
      List<String> capDrop,
      List<String> securityOptions,
      boolean readOnlyRootfs,
      boolean init,
      Namespaces namespaces,
      Devices devices,
      List<String> groups,
      Map<String, String> sysctls,
      int oomScoreAdj,
      String runtime,
      String technology) {
    public Isolation {
      namespaces = namespaces == null ? Namespaces.OWN : namespaces;
      devices = devices == null ? Devices.NONE : devices;
      groups = orEmpty(groups);
      sysctls = orEmpty(sysctls);
      runtime = orEmpty(runtime);
      technology = orEmpty(technology);
    }

    Isolation with(Namespaces others) {
      return new Isolation(
          privileged,
          capAdd,
          capDrop,
          securityOptions,
          readOnlyRootfs,
          init,
          others,
          devices,
          groups,
          sysctls,
          oomScoreAdj,
          runtime,
          technology);
    }

    public Isolation(
        boolean privileged,
        List<String> capAdd,
        List<String> capDrop,
        List<String> securityOptions,
        boolean readOnlyRootfs,
        boolean init) {
      this(
          privileged,
          capAdd,
          capDrop,
          securityOptions,
          readOnlyRootfs,
          init,
          Namespaces.OWN,
          Devices.NONE,
          List.of(),
          Map.of(),
          0,
          "",
          "");
    }
  }

  /**
   * Which namespaces it shares; empty for its own.
   *
   * @param pid {@code host} or {@code container:NAME}
   * @param ipc {@code none}, {@code private}, {@code shareable}, {@code host} or {@code
   *     container:NAME}
   * @param uts {@code host}
   * @param user {@code host}
   * @param cgroup {@code host} or {@code private}
   * @param cgroupParent the cgroup to put its own in
   */
  public record Namespaces(
      String pid, String ipc, String uts, String user, String cgroup, String cgroupParent) {
    public static final Namespaces OWN = new Namespaces("", "", "", "", "", "");

    Namespaces withIds(UnaryOperator<String> ids) {
      return new Namespaces(withId(pid, ids), withId(ipc, ids), uts, user, cgroup, cgroupParent);
    }
  }

  /**
   * Devices of the host.
   *
   * @param cgroupRules {@code c 1:3 rwm}
   */
  public record Devices(
      List<Device> nodes, List<String> cgroupRules, List<DeviceRequest> requests) {
    public static final Devices NONE = new Devices(List.of(), List.of(), List.of());
  }

  /**
   * A device node, or a folder of them.
   *
   * @param permissions some of {@code rwm}
   */
  public record Device(String hostPath, String containerPath, String permissions) {}

  /**
   * Devices that a driver finds: {@code --gpus}, and CDI names of {@code --device}.
   *
   * @param driver {@code cdi}, {@code nvidia}, or empty for any that can
   * @param count -1 for all
   * @param capabilities alternatives, each a list of which all are needed
   */
  public record DeviceRequest(
      String driver,
      int count,
      List<String> ids,
      List<List<String>> capabilities,
      Map<String, String> options) {}

  /**
   * Mounts.
   *
   * @param binds {@code -v} as written: {@code /host:/container[:options]}, {@code
   *     volume:/container[:options]}; host paths absolute
   * @param anonymousVolumes {@code -v /container}
   * @param tmpfs path in the container to mount options
   * @param shmSize bytes of /dev/shm
   * @param mounts {@code --mount}
   * @param volumesFrom {@code CONTAINER[:ro|:rw]}
   * @param volumeDriver empty for {@code local}
   * @param options {@code --storage-opt}
   */
  public record Storage(
      List<String> binds,
      List<String> anonymousVolumes,
      Map<String, String> tmpfs,
      long shmSize,
      List<Mount> mounts,
      List<String> volumesFrom,
      String volumeDriver,
      Map<String, String> options) {
    public Storage {
      mounts = orEmpty(mounts);
      volumesFrom = orEmpty(volumesFrom);
      volumeDriver = orEmpty(volumeDriver);
      options = orEmpty(options);
    }

    public Storage(
        List<String> binds,
        List<String> anonymousVolumes,
        Map<String, String> tmpfs,
        long shmSize) {
      this(binds, anonymousVolumes, tmpfs, shmSize, List.of(), List.of(), "", Map.of());
    }
  }

  /**
   * A {@code --mount}.
   *
   * @param type {@code bind}, {@code volume}, {@code tmpfs}, or what is refused
   * @param source empty where there is none
   * @param consistency for macOS; shown only
   */
  public record Mount(
      String type,
      String source,
      String target,
      boolean readOnly,
      String consistency,
      @Nullable BindOptions bind,
      @Nullable VolumeOptions volume,
      @Nullable TmpfsOptions tmpfs) {}

  /**
   * @param propagation empty for {@code rprivate}
   * @param nonRecursive without what is mounted below the source
   * @param readOnlyNonRecursive only the uppermost mount becomes read-only
   * @param readOnlyForceRecursive an error where the kernel cannot make all of it read-only
   */
  public record BindOptions(
      String propagation,
      boolean nonRecursive,
      boolean readOnlyNonRecursive,
      boolean readOnlyForceRecursive) {}

  /**
   * @param noCopy leaves an empty volume empty
   * @param subpath a folder of the volume; empty for all
   */
  public record VolumeOptions(
      boolean noCopy,
      Map<String, String> labels,
      String driver,
      Map<String, String> driverOptions,
      String subpath) {}

  /**
   * @param sizeBytes 0 for no limit but the machine's memory
   * @param mode permission bits; 0 for 01777
   */
  public record TmpfsOptions(long sizeBytes, int mode) {}

  /**
   * @param mode {@code default}, {@code bridge}, {@code none}, {@code host} or {@code
   *     container:NAME}
   * @param exposed {@code 80/tcp} …
   * @param publish what {@code -p} asked for
   * @param publishAll {@code -P}: every exposed port on a free port of the host
   * @param links {@code CONTAINER[:ALIAS]}
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
      List<String> dnsOptions,
      List<String> links,
      Address address) {
    public Networking withPublish(List<PortMapping> newPublish) {
      return new Networking(
          mode,
          hostname,
          domainname,
          exposed,
          newPublish,
          publishAll,
          extraHosts,
          dns,
          dnsSearch,
          dnsOptions,
          links,
          address);
    }

    public Networking {
      links = orEmpty(links);
      address = address == null ? Address.ANY : address;
    }

    /** The same with other links. */
    public Networking withLinks(List<String> newLinks) {
      return new Networking(
          mode,
          hostname,
          domainname,
          exposed,
          publish,
          publishAll,
          extraHosts,
          dns,
          dnsSearch,
          dnsOptions,
          newLinks,
          address);
    }

    Networking withMode(String newMode) {
      return new Networking(
          newMode,
          hostname,
          domainname,
          exposed,
          publish,
          publishAll,
          extraHosts,
          dns,
          dnsSearch,
          dnsOptions,
          links,
          address);
    }

    public Networking(
        String mode,
        @Nullable String hostname,
        @Nullable String domainname,
        List<String> exposed,
        List<PortMapping> publish,
        boolean publishAll,
        List<String> extraHosts,
        List<String> dns,
        List<String> dnsSearch,
        List<String> dnsOptions) {
      this(
          mode,
          hostname,
          domainname,
          exposed,
          publish,
          publishAll,
          extraHosts,
          dns,
          dnsSearch,
          dnsOptions,
          List.of(),
          Address.ANY);
    }
  }

  /**
   * Addresses that the user chose; empty for none.
   *
   * @param mac of the container's end
   * @param linkLocal further addresses
   */
  public record Address(String ip, String ip6, String mac, List<String> linkLocal) {
    public static final Address ANY = new Address("", "", "", List.of());
  }

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
   * @param restart {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure}
   * @param stopTimeoutSeconds null for the image's or 10
   * @param restartLimit how often at most after a failure; 0 for no limit
   */
  public record Lifecycle(
      boolean autoRemove,
      String restart,
      @Nullable String stopSignal,
      @Nullable Integer stopTimeoutSeconds,
      @Nullable HealthCheck healthcheck,
      int restartLimit) {
    public Lifecycle withRestart(String policy, int limit) {
      return new Lifecycle(autoRemove, policy, stopSignal, stopTimeoutSeconds, healthcheck, limit);
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
