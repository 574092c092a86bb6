package dev.jdock.runtime.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A further process in a running container.
 *
 * @param command program and arguments
 * @param env {@code NAME=value}, added to the container's
 * @param user null for the container's
 * @param workingDir null for the container's
 * @param tty a pseudo-terminal instead of pipes
 * @param stdin whether there is a standard input, to which a client's may be connected
 * @param stdout whether a client's stream may be connected, likewise {@code stderr}
 * @param detachKeys keys that disconnect, as {@link KeySequence} reads them; null or empty for
 *     {@link KeySequence#DEFAULT}
 * @param console of the pseudo-terminal, if there is one
 */
public record ExecSpec(
    List<String> command,
    List<String> env,
    @Nullable String user,
    @Nullable String workingDir,
    boolean tty,
    boolean stdin,
    boolean stdout,
    boolean stderr,
    boolean privileged,
    @Nullable String detachKeys,
    ConsoleSize console) {
  /** With a terminal that has no size yet, if it has one. */
  public ExecSpec(
      List<String> command,
      List<String> env,
      @Nullable String user,
      @Nullable String workingDir,
      boolean tty,
      boolean stdin,
      boolean stdout,
      boolean stderr,
      boolean privileged,
      @Nullable String detachKeys) {
    this(
        command,
        env,
        user,
        workingDir,
        tty,
        stdin,
        stdout,
        stderr,
        privileged,
        detachKeys,
        ConsoleSize.NONE);
  }

  public ExecSpec {
    command = List.copyOf(command);
    env = List.copyOf(env);
  }
}
