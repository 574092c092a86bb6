package dev.jdock.cli.engine;

import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.launcher.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a user, with its working directory and environment.
 *
 * @param files to be closed once the command has ended
 */
record UserRequest(
    int pid, List<String> arguments, CallerFiles files, Map<String, String> environment) {

  /**
   * @param pid of the launcher, whose root and working directory are found in proc(5)
   * @throws IOException when the launcher has ended
   * @throws dev.jdock.linux.SyscallException when the engine may not look into it
   */
  static UserRequest parse(Frame frame, int pid, EngineView view) throws IOException {
    List<String> strings = frame.strings();
    int count;
    try {
      count = Integer.parseInt(strings.getFirst());
    } catch (NumberFormatException e) {
      throw new IOException("malformed request", e);
    }
    if (count < 0 || count >= strings.size()) {
      throw new IOException("malformed request");
    }
    Map<String, String> environment = new HashMap<>();
    for (String variable : strings.subList(count + 1, strings.size())) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return new UserRequest(
        pid,
        List.copyOf(strings.subList(1, count + 1)),
        files(pid, environment.get("PWD"), view),
        Map.copyOf(environment));
  }

  private static CallerFiles files(int pid, @Nullable String shells, EngineView view)
      throws IOException {
    return view.isSharedWith(pid)
        ? CallerFiles.shared(workingDirectory(pid, shells), pid)
        : ForeignFiles.of(pid, shells);
  }

  /** As the user's shell names it, where that is the same directory: getcwd in Go does so too. */
  private static @Nullable Path workingDirectory(int pid, @Nullable String shells)
      throws IOException {
    Path directory = Path.of("/proc", Integer.toString(pid), "cwd");
    if (shells != null && shells.startsWith("/") && isSame(Path.of(shells), directory)) {
      return Path.of(shells);
    }
    Path kernels = Files.readSymbolicLink(directory);
    return isSame(kernels, directory) ? kernels : null;
  }

  /** Not of a path that leads nowhere, which is what is left of one that was deleted. */
  private static boolean isSame(Path named, Path directory) {
    try {
      return Files.isSameFile(named, directory);
    } catch (IOException e) {
      return false;
    }
  }
}
