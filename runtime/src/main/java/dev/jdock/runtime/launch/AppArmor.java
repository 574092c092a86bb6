package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Profiles of the AppArmor security module (Documentation/admin-guide/LSM/apparmor.rst). */
final class AppArmor {
  private AppArmor() {}

  /**
   * The calling thread's children execute their next program under the profile.
   *
   * @param profile null to change nothing
   */
  static void onExec(@Nullable String profile) {
    if (profile == null) {
      return;
    }
    Path file = Path.of("/proc/thread-self/attr/apparmor/exec");
    try {
      Files.writeString(
          Files.exists(file) ? file : Path.of("/proc/thread-self/attr/exec"), "exec " + profile);
    } catch (IOException e) {
      throw JdockException.internal(
          "failed to create task for container: unable to start container process: error during"
              + " container init: unable to apply apparmor profile: apparmor failed to apply"
              + " profile: "
              + Failure.reason(e),
          e);
    }
  }
}
