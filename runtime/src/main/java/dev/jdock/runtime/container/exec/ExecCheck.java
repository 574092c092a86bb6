package dev.jdock.runtime.container.exec;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.launch.ExecLaunch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a further process can be in a container. */
final class ExecCheck {
  private static final Pattern NUMBERS = Pattern.compile("\\d+(:\\d+)?");

  private ExecCheck() {}

  /**
   * @param reference how the caller names the container
   * @throws JdockException CONFLICT when it does not run, or is paused
   */
  static void requireUsable(Container container, String reference) {
    if (container.state().restarting()) {
      throw JdockException.conflict(
          "Container " + container.id() + " is restarting, wait until the container is running");
    }
    if (!container.state().running()) {
      throw notRunning(container);
    }
    if (container.paused()) {
      throw JdockException.conflict(
          "Container " + reference + " is paused, unpause the container before exec");
    }
  }

  static JdockException notRunning(Container container) {
    return JdockException.conflict("container " + container.id() + " is not running");
  }

  /** A number needs no account; the user of the container itself has been found before. */
  static void user(Container container, @Nullable String user) throws InterruptedException {
    if (user == null || user.isEmpty() || NUMBERS.matcher(user).matches()) {
      return;
    }
    try (PidFd target = container.process().hold()) {
      ExecLaunch.checkUser(user, target);
    }
  }
}
