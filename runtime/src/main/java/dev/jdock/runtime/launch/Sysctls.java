package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Settings of a container's network and ipc namespaces. */
final class Sysctls {
  private static final String PREFIX =
      "failed to create task for container: unable to start container process: error during"
          + " container init: ";

  private Sysctls() {}

  /**
   * Writes them on a thread that is in the namespaces: /proc/sys shows what belongs to a namespace
   * as the opening thread's has it, proc(5).
   */
  static void write(Map<String, String> settings) {
    settings.forEach(Sysctls::write);
  }

  private static void write(String name, String value) {
    Path root = Path.of("/proc/sys");
    Path file = root.resolve(name.replace('.', '/')).normalize();
    if (!file.startsWith(root)) {
      throw JdockException.invalid("sysctl '" + name + "' is not allowed");
    }
    if (!Files.exists(file)) {
      throw JdockException.invalid(PREFIX + "open " + file + ": no such file or directory");
    }
    try {
      Files.writeString(file, value);
    } catch (IOException e) {
      throw JdockException.internal(PREFIX + "write " + file + ": " + Failure.reason(e), e);
    }
  }
}
