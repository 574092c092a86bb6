package dev.jdock.cli.engine;

import dev.jdock.cli.launcher.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user typed, where, and with which environment. */
record UserRequest(
    int pid, List<String> arguments, Path workingDirectory, Map<String, String> environment) {

  /**
   * @param pid of the launcher, whose working directory is read from proc(5)
   */
  static UserRequest parse(Frame frame, int pid) throws IOException {
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
    Path directory = Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
    return new UserRequest(
        pid,
        List.copyOf(strings.subList(1, count + 1)),
        logical(directory, environment.get("PWD")),
        Map.copyOf(environment));
  }

  /** As the user's shell names it, where that is the same directory: getcwd in Go does so too. */
  private static Path logical(Path directory, @Nullable String shells) throws IOException {
    if (shells == null || !shells.startsWith("/")) {
      return directory;
    }
    Path named = Path.of(shells);
    return Files.isDirectory(named) && Files.isSameFile(named, directory) ? named : directory;
  }
}
