package dev.jdock.runtime.launch;

import java.util.List;

/**
 * A program of the host that prepares a container which is about to start (OCI runtime-spec,
 * config.md, "POSIX-platform Hooks").
 *
 * @param name as its author knows it: {@code createContainer} …
 * @param path of the program, on the host
 * @param arguments with the program's name as the first; empty for its path alone
 * @param environment all that it gets
 * @param timeoutSeconds 0 for none
 */
public record Hook(
    String name,
    Moment moment,
    String path,
    List<String> arguments,
    List<String> environment,
    int timeoutSeconds) {

  /** When it runs, and in which namespaces. */
  public enum Moment {
    /** In those of the engine, when the container's are there. */
    CREATE_RUNTIME,
    /** In the container's, but for that of processes, before its root is changed. */
    CREATE_CONTAINER
  }

  public Hook {
    arguments = arguments.isEmpty() ? List.of(path) : List.copyOf(arguments);
    environment = List.copyOf(environment);
  }
}
