package dev.jdock.runtime.device;

import dev.jdock.linux.cgroup.DeviceRule;
import dev.jdock.runtime.launch.Hook;
import dev.jdock.runtime.rootfs.HostDevice;
import dev.jdock.runtime.rootfs.MountSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The edits of a container for its devices. Of two nodes or mounts at one path the later one is
 * used.
 *
 * @param rules what its cgroup permits
 * @param environment {@code NAME=value}
 * @param groups numbers of further groups of its process
 */
public record DeviceEdits(
    List<HostDevice> nodes,
    List<DeviceRule> rules,
    List<MountSpec> mounts,
    List<String> environment,
    List<String> groups,
    List<Hook> hooks) {
  public static final DeviceEdits NONE =
      new DeviceEdits(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public DeviceEdits {
    nodes = List.copyOf(nodes);
    rules = List.copyOf(rules);
    mounts = List.copyOf(mounts);
    environment = List.copyOf(environment);
    groups = List.copyOf(groups);
    hooks = List.copyOf(hooks);
  }

  /** Both, the other one's later. */
  public DeviceEdits and(DeviceEdits other) {
    return new DeviceEdits(
        replaced(nodes, other.nodes, HostDevice::path),
        joined(rules, other.rules),
        replaced(mounts, other.mounts, MountSpec::target),
        joined(environment, other.environment),
        joined(groups, other.groups),
        joined(hooks, other.hooks));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> result = new ArrayList<>(first);
    result.addAll(second);
    return result;
  }

  private static <T> List<T> replaced(List<T> first, List<T> second, Function<T, String> place) {
    List<T> result = new ArrayList<>(first);
    for (T later : second) {
      result.removeIf(each -> place.apply(each).equals(place.apply(later)));
      result.add(later);
    }
    return result;
  }
}
