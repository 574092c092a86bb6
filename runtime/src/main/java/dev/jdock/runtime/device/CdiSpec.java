package dev.jdock.runtime.device;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A specification of the Container Device Interface (CNCF, SPEC.md of container-device-interface).
 *
 * @param kind {@code vendor.com/class}
 * @param containerEdits for every container that gets any of the devices
 */
record CdiSpec(
    String cdiVersion,
    String kind,
    @Nullable Map<String, String> annotations,
    List<Device> devices,
    Edits containerEdits) {
  private static final Pattern VERSION = Pattern.compile("[01]\\.\\d{1,3}\\.\\d{1,3}");
  private static final Pattern KIND =
      Pattern.compile(
          "[A-Za-z](?:[\\w.-]*[A-Za-z0-9])?/[A-Za-z](?:[\\w.-]*[A-Za-z0-9])?", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[\\w.:-]*[A-Za-z0-9])?");
  private static final Set<String> TYPES = Set.of("", "b", "c", "u", "p");
  private static final Pattern PERMISSIONS = Pattern.compile("[rwm]*|none");
  private static final Set<String> HOOKS =
      Set.of(
          "prestart",
          "createRuntime",
          "createContainer",
          "startContainer",
          "poststart",
          "poststop");

  CdiSpec {
    cdiVersion = orEmpty(cdiVersion);
    kind = orEmpty(kind);
    devices = orEmpty(devices);
    containerEdits = containerEdits == null ? Edits.NONE : containerEdits;
    require(VERSION.matcher(cdiVersion).matches(), "invalid version \"" + cdiVersion + "\"");
    require(KIND.matcher(kind).matches(), "invalid kind \"" + kind + "\"");
    require(!devices.isEmpty(), "no devices");
    Set<String> names = new HashSet<>();
    for (Device device : devices) {
      require(names.add(device.name()), "multiple device \"" + device.name() + "\"");
    }
  }

  /** A device, by its name in its kind. */
  record Device(String name, @Nullable Map<String, String> annotations, Edits containerEdits) {
    Device {
      name = orEmpty(name);
      containerEdits = containerEdits == null ? Edits.NONE : containerEdits;
      require(NAME.matcher(name).matches(), "invalid device name \"" + name + "\"");
    }
  }

  /**
   * What is done to a container.
   *
   * @param env {@code NAME=value}
   * @param intelRdt settings of resctrl; null for none
   * @param netDevices interfaces of the host to move; null for none
   */
  record Edits(
      List<String> env,
      List<Node> deviceNodes,
      List<Mount> mounts,
      List<Hook> hooks,
      @JsonAlias("additionalGIDs") List<Long> additionalGids,
      @Nullable JsonNode intelRdt,
      @Nullable JsonNode netDevices) {
    static final Edits NONE =
        new Edits(List.of(), List.of(), List.of(), List.of(), List.of(), null, null);

    Edits {
      env = variables(env);
      deviceNodes = orEmpty(deviceNodes);
      mounts = orEmpty(mounts);
      hooks = orEmpty(hooks);
      additionalGids = orEmpty(additionalGids);
    }
  }

  /**
   * @param hostPath empty for the same as in the container
   * @param type {@code b}, {@code c}, {@code u} or {@code p}; empty for what the host's is
   * @param fileMode permission bits; null for what the host's are
   * @param permissions some of {@code rwm}, or {@code none}; empty for all
   */
  record Node(
      String path,
      String hostPath,
      String type,
      int major,
      int minor,
      @Nullable Integer fileMode,
      String permissions,
      int uid,
      int gid) {
    Node {
      path = orEmpty(path);
      hostPath = orEmpty(hostPath).isEmpty() ? path : hostPath;
      type = orEmpty(type);
      permissions = orEmpty(permissions);
      require(path.startsWith("/"), "invalid device path \"" + path + "\"");
      require(TYPES.contains(type), "device \"" + path + "\": invalid type \"" + type + "\"");
      require(
          PERMISSIONS.matcher(permissions).matches(),
          "device \"" + path + "\": invalid permissions \"" + permissions + "\"");
    }

    /** Whether it can be made without a look at the host's. */
    boolean isComplete() {
      return !type.isEmpty() && (major != 0 || type.equals("p"));
    }
  }

  /**
   * @param type of the file system; empty for a bind mount
   * @param options of mount(8)
   */
  record Mount(String hostPath, String containerPath, String type, List<String> options) {
    Mount {
      hostPath = orEmpty(hostPath);
      containerPath = orEmpty(containerPath);
      type = orEmpty(type);
      options = orEmpty(options);
      require(!hostPath.isEmpty(), "invalid mount, empty host path");
      require(
          containerPath.startsWith("/"), "invalid mount, container path \"" + containerPath + "\"");
    }
  }

  /**
   * @param args with the program's name as the first
   * @param timeout in seconds; null for none
   */
  record Hook(
      String hookName,
      String path,
      List<String> args,
      List<String> env,
      @Nullable Integer timeout) {
    Hook {
      hookName = orEmpty(hookName);
      path = orEmpty(path);
      args = orEmpty(args);
      env = variables(env);
      require(HOOKS.contains(hookName), "invalid hook name \"" + hookName + "\"");
      require(path.startsWith("/"), "invalid hook path \"" + path + "\"");
      require(timeout == null || timeout > 0, "invalid timeout of hook " + path);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static List<String> variables(@Nullable List<String> env) {
    List<String> result = orEmpty(env);
    result.forEach(
        pair -> require(pair.indexOf('=') > 0, "invalid environment variable \"" + pair + "\""));
    return result;
  }

  private static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
