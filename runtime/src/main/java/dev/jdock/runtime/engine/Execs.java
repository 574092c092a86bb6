package dev.jdock.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Further processes in running containers. An {@code exec} argument is the full id that {@link
 * #create} has given; NOT_FOUND {@code No such exec instance: X} where there is none. An id is
 * forgotten some minutes after the end of its process, and with its container.
 */
public interface Execs {
  /**
   * Prepares a process, which runs once it is started.
   *
   * @param container a name, an id or a unique prefix of an id
   * @return its id
   * @throws dev.jdock.image.error.JdockException INVALID without a command or for an unknown user;
   *     CONFLICT when the container does not run, is paused or is about to be restarted
   * @throws InterruptedException when the calling thread is interrupted while the container's own
   *     files hold up the look for the user
   */
  String create(String container, ExecSpec spec) throws InterruptedException;

  /**
   * Starts a prepared process, once, and returns when its program is executed.
   *
   * @param streams connected as far as the specification provides for; their detach keys do not
   *     count
   * @param console of its terminal; none leaves that of the specification
   * @throws dev.jdock.image.error.JdockException CONFLICT {@code exec command X has already run},
   *     {@code exec command X is already running}
   * @throws InterruptedException when the calling thread is interrupted while the container's own
   *     processes hold up the start
   */
  Exec start(String exec, Streams streams, ConsoleSize console) throws InterruptedException;

  /**
   * As {@link #start(String, Streams, ConsoleSize)}, with the terminal's size of its preparation.
   */
  default Exec start(String exec, Streams streams) throws InterruptedException {
    return start(exec, streams, ConsoleSize.NONE);
  }

  /** As the Docker Engine API's {@code GET /exec/{id}/json}. */
  JsonNode inspect(String exec);

  /**
   * Sets the size of the process's terminal, in characters.
   *
   * @throws dev.jdock.image.error.JdockException INVALID {@code exec process is not started}
   */
  void resize(String exec, int rows, int columns);
}
