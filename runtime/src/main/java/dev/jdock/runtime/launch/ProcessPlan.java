package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.seccomp.SeccompFilter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process to start in a container.
 *
 * @param arguments program and arguments; the program is looked up in the container
 * @param environment {@code NAME=value}; HOME is added from the user when it is missing
 * @param user as in USER: {@code name}, {@code uid:gid} …; empty for root
 * @param workingDir absolute
 * @param makeWorkingDir whether a missing working directory is made
 * @param seccomp null for none
 * @param groups further ones, by name or number
 * @param appArmor the profile to execute the program under; null for none
 * @param init the host's reaper, to run as process 1 above the program; null for none
 */
public record ProcessPlan(
    List<String> arguments,
    List<String> environment,
    String user,
    String workingDir,
    boolean makeWorkingDir,
    CapabilitySet capabilities,
    boolean noNewPrivileges,
    @Nullable SeccompFilter seccomp,
    @Nullable Path init,
    Stdio stdio,
    List<String> groups,
    ProcessLimits limits,
    @Nullable String appArmor) {

  /** Where {@link #init} is mounted in the container. */
  public static final String INIT_PATH = "/sbin/docker-init";

  public ProcessPlan(
      List<String> arguments,
      List<String> environment,
      String user,
      String workingDir,
      boolean makeWorkingDir,
      CapabilitySet capabilities,
      boolean noNewPrivileges,
      @Nullable SeccompFilter seccomp,
      @Nullable Path init,
      Stdio stdio) {
    this(
        arguments,
        environment,
        user,
        workingDir,
        makeWorkingDir,
        capabilities,
        noNewPrivileges,
        seccomp,
        init,
        stdio,
        List.of(),
        ProcessLimits.NONE,
        null);
  }

  public ProcessPlan {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a process needs a program");
    }
    if (!workingDir.startsWith("/")) {
      throw JdockException.invalid("Cwd must be an absolute path: " + workingDir);
    }
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    groups = List.copyOf(groups);
  }
}
