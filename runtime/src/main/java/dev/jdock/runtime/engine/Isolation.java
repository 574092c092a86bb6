package dev.jdock.runtime.engine;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the container may do to the machine.
 *
 * @param capAdd capability names in any case, with or without CAP_, or ALL
 * @param securityOptions {@code no-new-privileges}, {@code seccomp=unconfined} …
 * @param init run a reaper as process 1
 * @param groups further groups of its processes, by name or number
 * @param sysctls kernel settings of its own namespaces
 * @param oomScoreAdj -1000 to 1000: which processes are killed first when the machine's memory is
 *     short
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
    groups = List.copyOf(groups);
  }

  Isolation with(Namespaces others) {
    return with(others, devices);
  }

  /** The same with other devices. */
  public Isolation with(Devices others) {
    return with(namespaces, others);
  }

  private Isolation with(Namespaces newNamespaces, Devices newDevices) {
    return new Isolation(
        privileged,
        capAdd,
        capDrop,
        securityOptions,
        readOnlyRootfs,
        init,
        newNamespaces,
        newDevices,
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

    static String withId(String mode, UnaryOperator<String> ids) {
      String prefix = "container:";
      return mode.startsWith(prefix) ? prefix + ids.apply(mode.substring(prefix.length())) : mode;
    }
  }
}
