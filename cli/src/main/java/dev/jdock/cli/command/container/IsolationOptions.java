package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CheckedDevices;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.Isolation.Namespaces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a container may do to the machine, and what it shares with it. */
final class IsolationOptions {
  @Mixin private DeviceOptions devices = new DeviceOptions();
  @Mixin private SecurityFlags security = new SecurityFlags();

  @Option(names = "--privileged", description = "Let the container do what the host's root may do")
  private boolean privileged;

  @Option(names = "--cap-add", paramLabel = "list", description = "Add capabilities")
  private List<String> capAdd = new ArrayList<>();

  @Option(names = "--cap-drop", paramLabel = "list", description = "Drop capabilities")
  private List<String> capDrop = new ArrayList<>();

  @Option(names = "--read-only", description = "Mount the root file system read-only")
  private boolean readOnly;

  @Option(names = "--init", description = "Run an init that forwards signals and reaps processes")
  private boolean init;

  @Option(
      names = "--group-add",
      paramLabel = "list",
      description = "Further groups of its processes")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--sysctl",
      paramLabel = "map",
      converter = CheckedDevices.Sysctl.class,
      description = "Kernel settings of its namespaces")
  private List<String> sysctls = new ArrayList<>();

  @Option(
      names = "--oom-score-adj",
      paramLabel = "int",
      description = "Who is killed first when memory is short (-1000 to 1000)")
  private int oomScoreAdj;

  @Option(
      names = "--pid",
      paramLabel = "string",
      description = "Share process numbers (host|container:NAME)")
  private String pid = "";

  @Option(
      names = "--ipc",
      paramLabel = "string",
      description = "Whose memory and queues: none, private, shareable, host, container:NAME")
  private String ipc = "";

  @Option(names = "--uts", paramLabel = "string", description = "Share the host name (host)")
  private String uts = "";

  @Option(names = "--userns", paramLabel = "string", description = "Share the users (host)")
  private String userns = "";

  @Option(
      names = "--cgroupns",
      paramLabel = "string",
      description = "See the host's cgroups (host|private)")
  private String cgroupns = "";

  @Option(
      names = "--cgroup-parent",
      paramLabel = "string",
      description = "The cgroup to put the container's into")
  private String cgroupParent = "";

  @Option(names = "--runtime", paramLabel = "string", description = "What runs the container")
  private String runtime = "";

  @Option(names = "--isolation", paramLabel = "string", description = "Isolation technology")
  private String technology = "";

  /**
   * The isolation that the flags ask for.
   *
   * @throws IllegalArgumentException in Docker's words
   */
  Isolation isolation(Invocation invocation) {
    checkModes();
    return new Isolation(
        privileged,
        capAdd,
        capDrop,
        security.options(invocation),
        readOnly,
        init,
        new Namespaces(pid, ipc, uts, userns, cgroupns, cgroupParent),
        devices.devices(),
        groups,
        sysctls(),
        oomScoreAdj,
        runtime,
        technology);
  }

  private void checkModes() {
    boolean ofContainer = pid.startsWith("container:") && pid.length() > "container:".length();
    if (!pid.isEmpty() && !pid.equals("host") && !ofContainer) {
      throw new IllegalArgumentException("--pid: invalid PID mode");
    }
    if (!uts.isEmpty() && !uts.equals("host")) {
      throw new IllegalArgumentException("--uts: invalid UTS mode");
    }
    if (!userns.isEmpty() && !userns.equals("host")) {
      throw new IllegalArgumentException("--userns: invalid USER mode");
    }
    if (!List.of("", "host", "private").contains(cgroupns)) {
      throw new IllegalArgumentException("--cgroupns: invalid CGROUP mode");
    }
  }

  private Map<String, String> sysctls() {
    Map<String, String> result = new LinkedHashMap<>();
    for (String pair : sysctls) {
      int equals = pair.indexOf('=');
      result.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return result;
  }
}
