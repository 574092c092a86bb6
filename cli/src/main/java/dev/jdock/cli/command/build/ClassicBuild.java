package dev.jdock.cli.command.build;

import dev.jdock.api.build.ClassicFailure;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code DOCKER_BUILDKIT=0} means: the flags, the messages and the exit codes of Docker's
 * classic builder.
 */
final class ClassicBuild {
  private static final String VARIABLE = "DOCKER_BUILDKIT";

  private static final Set<String> FLAGS =
      Set.of(
          "--add-host",
          "--build-arg",
          "--cache-from",
          "--cgroup-parent",
          "--compress",
          "--cpu-period",
          "--cpu-quota",
          "--cpu-shares",
          "--cpuset-cpus",
          "--cpuset-mems",
          "--disable-content-trust",
          "--file",
          "--force-rm",
          "--iidfile",
          "--isolation",
          "--label",
          "--memory",
          "--memory-swap",
          "--network",
          "--no-cache",
          "--platform",
          "--pull",
          "--quiet",
          "--rm",
          "--security-opt",
          "--shm-size",
          "--squash",
          "--tag",
          "--target",
          "--ulimit");

  /** What Docker says of it, on standard error. */
  private static final String NOTICE =
      """
      DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
                  BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0
                  environment-variable.

      """;

  private ClassicBuild() {}

  /** Says first that there is something newer. */
  static void warn(PrintStream err) {
    err.print(NOTICE);
  }

  /**
   * Whether the user wants it.
   *
   * @throws CommandFailure for a value that is no boolean
   */
  static boolean isWanted(Map<String, String> environment) {
    String value = environment.getOrDefault(VARIABLE, "");
    try {
      return !value.isEmpty() && !GoBool.parse(value);
    } catch (JdockException e) {
      throw CommandFailure.of(
          VARIABLE + " environment variable expects boolean value: " + e.getMessage());
    }
  }

  /**
   * @param given long names of the flags on the command line
   * @throws CommandFailure for the first that came with BuildKit
   */
  static void requireKnown(List<String> given) {
    for (String flag : given) {
      if (!FLAGS.contains(flag)) {
        throw new CommandFailure(
            125,
            "unknown flag: "
                + flag
                + "\n\nUsage:  jdock build [OPTIONS] PATH | URL | -\n\n"
                + "Run 'jdock build --help' for more information");
      }
    }
  }

  /**
   * The failure in the classic builder's words; of a command, with its exit code.
   *
   * @param begun whether any instruction had been announced
   */
  static CommandFailure failure(JdockException failure, boolean begun) {
    ClassicFailure said = ClassicFailure.of(failure, begun);
    if (said.code() > 0) {
      return new CommandFailure(said.code(), said.message());
    }
    return CommandFailure.of((begun ? "" : "Error response from daemon: ") + said.message());
  }
}
