package dev.jdock.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Containers and their life. A {@code container} argument is a name, an id or a unique prefix of an
 * id; NOT_FOUND {@code No such container: X} where there is none.
 */
public interface Containers {
  /**
   * Makes a container without starting it; anonymous volumes are filled from the image. What the
   * request leaves open is filled in.
   *
   * @param platform {@code os[/arch[/variant]]} that the image must be for; null for any
   */
  Created create(ContainerSpec spec, @Nullable String platform);

  /** Makes a container of an image for any platform. */
  default Created create(ContainerSpec spec) {
    return create(spec, null);
  }

  /**
   * Starts its program; ALREADY_SO when it runs.
   *
   * @throws dev.jdock.image.error.JdockException PROGRAM_NOT_FOUND, PROGRAM_NOT_EXECUTABLE
   */
  Outcome start(String container);

  /**
   * Sends the stop signal, and SIGKILL after {@code timeoutSeconds}; ALREADY_SO when it does not
   * run.
   *
   * @param timeoutSeconds null for the container's own, -1 to wait for ever
   */
  Outcome stop(String container, @Nullable String signal, @Nullable Integer timeoutSeconds);

  void restart(String container, @Nullable String signal, @Nullable Integer timeoutSeconds);

  /**
   * Sends a signal; CONFLICT when it does not run.
   *
   * @param signal {@code KILL}, {@code SIGKILL} or a number; empty for {@code KILL}
   */
  void kill(String container, String signal);

  /**
   * @param force kills it first if it runs
   * @param volumes removes its anonymous volumes too
   */
  void remove(String container, boolean force, boolean volumes);

  /**
   * Removes a link of the default network, not a container: its container does not know the alias
   * any more. Variables of its processes stay.
   *
   * @param link {@code CONTAINER/ALIAS}
   * @throws JdockException NOT_FOUND when the container has no such link
   */
  void unlink(String link);

  /**
   * Removes those that do not run.
   *
   * @param filters {@code label}, {@code label!}, {@code until}
   */
  Pruned prune(Filters filters);

  /** Blocks until the condition holds, and returns the exit code. */
  int await(String container, WaitCondition condition) throws InterruptedException;

  /**
   * As {@link #await}, in two steps, for a container that may be gone before the caller waits: what
   * happens from this call on counts.
   */
  Exit exit(String container, WaitCondition condition);

  /** The full id; throws NOT_FOUND {@code No such container: X}. */
  String resolve(String container);

  /** Newest first. */
  List<ContainerSummary> list(ContainerQuery query);

  /** As the Docker Engine API's {@code GET /containers/{id}/json}. */
  JsonNode inspect(String container, boolean size);

  /**
   * The parts of {@link #inspect} that a list has: {@code NetworkSettings.Networks}, {@code
   * Mounts}.
   */
  JsonNode inspectForList(String container);

  /** Writes what the container has logged, and goes on until it ends if asked to follow. */
  void logs(String container, LogRequest request, LogSink sink) throws InterruptedException;

  /**
   * Connects streams to the container from now on, before or after its start. Attaching before
   * {@link #start} misses nothing. CONFLICT when it is paused or about to be restarted.
   */
  Attachment attach(String container, Streams streams);

  /** Sets the size of the container's terminal, in characters; CONFLICT when it does not run. */
  void resize(String container, int rows, int columns);

  /** Freezes its processes; CONFLICT when it does not run or is paused already. */
  void pause(String container);

  void unpause(String container);

  void rename(String container, String newName);

  /**
   * Gives what it uses, as the Docker Engine API's {@code GET /containers/{id}/stats}: at once only
   * its name and id when it does not run.
   *
   * @param sink an unchecked exception from it ends the measuring
   * @throws InterruptedException when the calling thread is interrupted between two measurements
   */
  void stats(String container, StatsRequest request, Consumer<JsonNode> sink)
      throws InterruptedException;

  /**
   * Changes its limits, its restart policy and its published ports, while it runs or not.
   *
   * @return warnings, a line each
   */
  List<String> update(String container, ContainerUpdate update);

  /** In which paths it differs from its image, in their order; volumes do not count. */
  List<FileChange> changes(String container);

  /** Makes an image of it as it is now, and returns the image's id. */
  String commit(String container, CommitRequest request);

  /**
   * Its processes with the ids that the host knows them by.
   *
   * @param options of ps(1); empty for {@code -ef}
   */
  ProcessList top(String container, List<String> options);

  /**
   * The file at a path, which is not followed when it is a symbolic link, unless it ends with a
   * slash; NOT_FOUND {@code Could not find the file P in container C}.
   */
  PathStat statPath(String container, String path);

  /**
   * The paths that a pattern matches, sorted: {@code *}, {@code ?} and {@code [a-z]} as in a shell.
   */
  List<String> glob(String container, String pattern);

  /** Writes a file, or a folder with all in it, as a plain tar archive; closes nothing. */
  void readArchive(String container, String path, OutputStream archive);

  /**
   * Unpacks an archive, plain or compressed, into a folder of a container, which must be there.
   *
   * @param keepsKinds refuses to replace a folder by another file, or the other way round
   * @param asContainerUser what is unpacked belongs to the user of the container's program
   */
  void writeArchive(
      String container,
      String path,
      InputStream archive,
      boolean keepsKinds,
      boolean asContainerUser);

  /** Writes its whole root file system, without volumes, as a plain tar archive. */
  void export(String container, OutputStream archive);
}
