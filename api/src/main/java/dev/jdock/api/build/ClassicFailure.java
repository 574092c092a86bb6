package dev.jdock.api.build;

import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.error.JdockException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a build failed, in the words of Docker's classic builder.
 *
 * @param code the exit code of the command that failed; 0 where none did
 */
public record ClassicFailure(String message, int code) {
  private static final Pattern COMMAND_FAILED =
      Pattern.compile(
          "process \"(.*)\" did not complete successfully: exit code: (\\d+)", Pattern.DOTALL);
  private static final Pattern NOT_BEGUN =
      Pattern.compile("process \".*\" did not complete successfully: (.*)", Pattern.DOTALL);
  private static final Pattern NOT_FOUND = Pattern.compile(".*\"/([^\"]*)\": not found");
  private static final Pattern KEYWORD = Pattern.compile("(?m)^ *\\d+ \\| >>>\\s+(\\w+)");

  /**
   * @param begun whether any instruction had been announced
   */
  public static ClassicFailure of(JdockException failure, boolean begun) {
    String reason =
        failure instanceof DockerfileException dockerfile
            ? dockerfile.reason()
            : String.valueOf(failure.getMessage());
    Matcher command = COMMAND_FAILED.matcher(reason);
    if (command.matches()) {
      return new ClassicFailure(
          "The command '%s' returned a non-zero code: %s"
              .formatted(command.group(1), command.group(2)),
          Integer.parseInt(command.group(2)));
    }
    Matcher notBegun = NOT_BEGUN.matcher(reason);
    if (notBegun.matches()) {
      return new ClassicFailure(notBegun.group(1), 0);
    }
    Matcher missing = NOT_FOUND.matcher(reason);
    if (begun && missing.matches() && failure instanceof DockerfileException dockerfile) {
      Matcher keyword = KEYWORD.matcher(dockerfile.excerpt());
      return new ClassicFailure(
          "%s failed: file not found in build context or excluded by .dockerignore: stat %s: file does not exist"
              .formatted(
                  keyword.find() ? keyword.group(1).toUpperCase(Locale.ROOT) : "COPY",
                  missing.group(1)),
          0);
    }
    return new ClassicFailure(reason, 0);
  }
}
