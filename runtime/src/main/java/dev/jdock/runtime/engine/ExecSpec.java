package dev.jdock.runtime.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A further process in a running container.
 *
 * @param env added to the container's
 * @param user null for the container's
 * @param workingDir null for the container's
 * @param detachKeys null for ctrl-p ctrl-q
 */
public record ExecSpec(
    List<String> command,
    List<String> env,
    @Nullable String user,
    @Nullable String workingDir,
    boolean tty,
    boolean stdin,
    boolean privileged,
    boolean detach,
    @Nullable String detachKeys) {}
