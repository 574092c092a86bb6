package dev.jdock.runtime.launch;

import dev.jdock.linux.Fd;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.tty.PseudoTerminal;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs in its container. The caller closes the descriptors.
 *
 * @param pid as the host numbers it
 * @param terminal null for a process with pipes
 * @param mounts its mount namespace, if that is held ({@link LaunchPlan#holdsMounts})
 */
public record Launched(
    int pid, PidFd handle, @Nullable PseudoTerminal terminal, @Nullable Fd mounts) {}
