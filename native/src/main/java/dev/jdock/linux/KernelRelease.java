package dev.jdock.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Linux it is, for what no call tells: the release of uname(2). */
public record KernelRelease(int major, int minor) {
  private static final Path RUNNING = Path.of("/proc/sys/kernel/osrelease");
  private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);

  /** Reads a release such as {@code 6.1.0-28-amd64}; empty for anything else. */
  public static Optional<KernelRelease> parse(String release) {
    Matcher matcher = FORM.matcher(release);
    return matcher.matches()
        ? Optional.of(
            new KernelRelease(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** That of the running kernel; empty without proc(5). */
  public static Optional<KernelRelease> running() {
    try {
      return parse(Files.readString(RUNNING));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it is this one or newer. */
  public boolean isAtLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }
}
