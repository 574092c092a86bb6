package dev.jdock.runtime.container.security;

import dev.jdock.image.error.JdockException;
import java.util.Map;
import java.util.Set;

/**
 * The settings below /proc/sys that belong to a namespace of a container, sysctl(8). All others
 * belong to the machine: the engine writes files there with its own privileges, so no other name
 * may ever reach it.
 */
public final class KernelSettings {
  /** Of the ipc namespace, ipc_namespaces(7). */
  private static final Set<String> IPC =
      Set.of(
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced");

  private static final String AT_START = "failed to create task for container: sysctl \"";

  private KernelSettings() {}

  /** Whether a container may be given a setting of this name. */
  public static boolean isAllowed(String name) {
    return isOfNetwork(name) || isOfIpc(name);
  }

  private static boolean isOfNetwork(String name) {
    return name.startsWith("net.");
  }

  private static boolean isOfIpc(String name) {
    return IPC.contains(name) || name.startsWith("fs.mqueue.");
  }

  /**
   * Checks the settings of a new container.
   *
   * @param settings values by name
   * @throws JdockException INVALID for a name that belongs to no namespace, and for a value that
   *     cannot be written
   */
  public static void validate(Map<String, String> settings) {
    settings.forEach((name, value) -> {
      if (!isAllowed(name) || name.indexOf('\0') >= 0) {
        throw JdockException.invalid("sysctl '" + name + "=" + value + "' is not allowed");
      }
    });
  }

  /**
   * Checks the settings again where the namespaces of the container are known.
   *
   * @param hostNetwork whether its network namespace is the host's
   * @param hostIpc whether its ipc namespace is the host's
   * @throws JdockException INVALID for a setting that would change the host's
   */
  public static void validateAtStart(
      Map<String, String> settings, boolean hostNetwork, boolean hostIpc) {
    for (String name : settings.keySet()) {
      if (!isAllowed(name)) {
        throw JdockException.invalid(AT_START + name + "\" is not in a separate kernel namespace");
      }
      if (hostNetwork && isOfNetwork(name)) {
        throw JdockException.invalid(AT_START + name + "\" not allowed in host network namespace");
      }
      if (hostIpc && isOfIpc(name)) {
        throw JdockException.invalid(
            AT_START + name + "\" is not allowed in the hosts ipc namespace");
      }
    }
  }
}
