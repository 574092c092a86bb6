package dev.jdock.runtime.container.create;

import static dev.jdock.runtime.container.create.Requirement.require;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Isolation.Namespaces;
import java.util.Set;

/** The modes that the namespaces of a container can have. */
public final class NamespaceModes {
  private static final String CONTAINER = "container:";
  private static final Set<String> IPC = Set.of("", "none", "private", "shareable", "host");
  private static final Set<String> CGROUP = Set.of("", "host", "private");

  private NamespaceModes() {}

  /**
   * Checks the form of each mode; whether a container of that name exists is not looked at.
   *
   * @throws JdockException INVALID in Docker's words
   */
  public static void validate(Namespaces wanted) {
    require(
        isOwnOrHost(wanted.pid()) || namesContainer(wanted.pid()),
        "invalid PID mode: " + wanted.pid());
    require(
        IPC.contains(wanted.ipc()) || namesContainer(wanted.ipc()),
        "Invalid IPC mode: " + wanted.ipc());
    require(isOwnOrHost(wanted.uts()), "invalid UTS mode: " + wanted.uts());
    require(isOwnOrHost(wanted.user()), "invalid user namespace mode: " + wanted.user());
    require(CGROUP.contains(wanted.cgroup()), "invalid cgroup namespace mode: " + wanted.cgroup());
    require(wanted.cgroupParent().indexOf('\0') < 0, "invalid cgroup parent: it contains a NUL");
  }

  private static boolean isOwnOrHost(String mode) {
    return mode.isEmpty() || mode.equals("host");
  }

  private static boolean namesContainer(String mode) {
    return mode.startsWith(CONTAINER) && mode.length() > CONTAINER.length();
  }
}
