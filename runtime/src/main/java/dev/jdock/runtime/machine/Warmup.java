package dev.jdock.runtime.machine;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.Spawn;
import dev.jdock.runtime.launch.LaunchWarmup;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads and links, on an ordinary thread, what a spawning thread calls after it has left the pid
 * namespace: from there it could not start the threads that loading may start (see docs/).
 */
final class Warmup {
  private Warmup() {}

  /**
   * @param folder for files that are gone afterwards
   */
  static void run(Path folder) {
    LaunchWarmup.run(folder);
    Namespaces.unshare(0);
    Namespaces.threadId();
    try {
      new Spawn("/nonexistent/warm-up", List.of("warm-up"), List.of()).closeFrom(0).run();
    } catch (SyscallException expected) {
      // ENOENT, by way of everything a real start goes through.
      return;
    }
    throw new IllegalStateException("a program that does not exist was started");
  }
}
