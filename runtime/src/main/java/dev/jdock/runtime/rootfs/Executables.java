package dev.jdock.runtime.rootfs;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.linux.mount.RootDirectory.Status;
import java.util.List;
import java.util.Optional;

/** Finds the program of a command line in a root file system, as its user would see it. */
public final class Executables {
  public static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final RootDirectory root;
  private final UserDatabase.User user;

  public Executables(RootDirectory root, UserDatabase.User user) {
    this.root = root;
    this.user = user;
  }

  /**
   * The path to execute.
   *
   * @throws JdockException PROGRAM_NOT_FOUND or PROGRAM_NOT_EXECUTABLE, in runc's words
   */
  public String find(String command, List<String> environment, String workingDir) {
    if (command.contains("/")) {
      String path = command.startsWith("/") ? command : workingDir + "/" + command;
      requireExecutable(command, path);
      return command;
    }
    for (String directory : searchPath(environment).split(":", -1)) {
      String path = (directory.isEmpty() ? workingDir : directory) + "/" + command;
      Optional<Status> status = root.status(path);
      if (status.isPresent() && status.get().isRegular() && isExecutable(status.get())) {
        return path;
      }
    }
    throw missing("exec: \"" + command + "\": executable file not found in $PATH");
  }

  private void requireExecutable(String command, String path) {
    Status status =
        root.status(path)
            .orElseThrow(() ->
                missing(
                    "exec: \"" + command + "\": stat " + command + ": no such file or directory"));
    if (status.isDirectory()) {
      throw denied("exec: \"" + command + "\": is a directory");
    }
    if (!isExecutable(status)) {
      throw denied("exec: \"" + command + "\": permission denied");
    }
  }

  private static JdockException missing(String message) {
    return new JdockException(JdockException.Kind.PROGRAM_NOT_FOUND, message);
  }

  private static JdockException denied(String message) {
    return new JdockException(JdockException.Kind.PROGRAM_NOT_EXECUTABLE, message);
  }

  private boolean isExecutable(Status status) {
    if (user.uid() == 0) {
      return (status.mode() & 0111) != 0;
    }
    if (status.uid() == user.uid()) {
      return (status.mode() & 0100) != 0;
    }
    boolean member = status.gid() == user.gid() || user.groups().contains(status.gid());
    return (status.mode() & (member ? 0010 : 0001)) != 0;
  }

  private static String searchPath(List<String> environment) {
    return environment.stream()
        .filter(pair -> pair.startsWith("PATH="))
        .reduce((first, last) -> last)
        .map(pair -> pair.substring(5))
        .orElse(DEFAULT_PATH);
  }
}
