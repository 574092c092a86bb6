package dev.jdock.runtime.launch;

import dev.jdock.linux.Fd;
import dev.jdock.runtime.engine.ConsoleSize;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The descriptors 0 to 2 of a process; owned and closed by the caller that created it. */
public sealed interface Stdio {
  /** What the starter gets as these. */
  List<@Nullable Fd> streams();

  /**
   * Pipes and the like.
   *
   * @param stdin null for /dev/null
   */
  record Pipes(@Nullable Fd stdin, Fd stdout, Fd stderr) implements Stdio {
    @Override
    public List<@Nullable Fd> streams() {
      return Arrays.asList(stdin, stdout, stderr);
    }
  }

  /**
   * A new pseudo-terminal of the container's own devpts, made by the launch.
   *
   * @param console what it begins with
   */
  record Terminal(ConsoleSize console) implements Stdio {
    @Override
    public List<@Nullable Fd> streams() {
      return Arrays.asList(null, null, null);
    }
  }
}
