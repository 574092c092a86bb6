package dev.jdock.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths that name open files of whatever process resolves them, such as a shell's {@code <(…)}:
 * /dev/stdin, /dev/fd/63, /proc/self/fd/63. The engine has to look them up among the caller's.
 */
public final class DescriptorPath {
  private static final Pattern NUMBERED =
      Pattern.compile("(?:/dev|/proc/(?:self|thread-self))/fd/([0-9]{1,9})");

  private DescriptorPath() {}

  /** The file as the engine finds it while the process lives; nothing for any other path. */
  public static Optional<Path> of(Path named, long pid) {
    String text = named.toString();
    if (!text.startsWith("/dev/") && !text.startsWith("/proc/")) {
      return Optional.empty();
    }
    Matcher numbered = NUMBERED.matcher(text);
    String number =
        switch (text) {
          case "/dev/stdin" -> "0";
          case "/dev/stdout" -> "1";
          case "/dev/stderr" -> "2";
          default -> numbered.matches() ? numbered.group(1) : "";
        };
    return number.isEmpty()
        ? Optional.empty()
        : Optional.of(Path.of("/proc", Long.toString(pid), "fd", number));
  }
}
