package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.process.Signal;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.engine.Outcome;
import org.jspecify.annotations.Nullable;

/** {@code docker stop} and {@code docker kill}. */
public final class StopContainer {
  private static final int DEFAULT_TIMEOUT_SECONDS = 10;
  private static final long DEATH_MILLIS = 10_000;

  private final PauseContainer pause;

  public StopContainer(PauseContainer pause) {
    this.pause = pause;
  }

  /**
   * Asks, waits, and kills.
   *
   * @param signal null for the container's own stop signal
   * @param timeoutSeconds null for the container's own, negative to wait for ever
   */
  public Outcome stop(
      Container container, @Nullable String signal, @Nullable Integer timeoutSeconds)
      throws InterruptedException {
    Signal asked = signal == null ? stopSignal(container) : parse(signal);
    RestartContainer.prevent(container);
    if (!container.state().running()) {
      return Outcome.ALREADY_SO;
    }
    send(container, asked);
    int seconds = timeoutSeconds == null ? stopTimeout(container) : timeoutSeconds;
    if (seconds < 0) {
      container.awaitNotRunning();
    } else if (!container.awaitNotRunning(seconds * 1000L)) {
      killAndWait(container);
    }
    container.tell("stop");
    return Outcome.DONE;
  }

  /**
   * Sends a signal.
   *
   * @param reference how the caller names it
   * @param signal empty for KILL
   * @throws JdockException CONFLICT when it does not run
   */
  public void kill(Container container, String reference, String signal) {
    String failed = "cannot kill container: " + reference + ": ";
    Signal parsed = signal.isEmpty() ? Signal.KILL : parse(failed, signal);
    if (!container.state().active()) {
      throw JdockException.conflict(failed + "container " + container.id() + " is not running");
    }
    RestartContainer.prevent(container);
    send(container, parsed);
    if (parsed.equals(Signal.KILL)) {
      awaitDeath(container);
    }
  }

  void killAndWait(Container container) throws InterruptedException {
    RestartContainer.prevent(container);
    send(container, Signal.KILL);
    if (!container.awaitNotRunning(DEATH_MILLIS)) {
      throw JdockException.conflict(
          "cannot kill container: " + container.id() + ": the process does not die");
    }
  }

  /** Frozen processes get no signal; like Docker, a container that is to stop is thawed for it. */
  private void send(Container container, Signal signal) {
    container.process().signal(signal);
    container.tell("kill", "signal", Integer.toString(signal.number()));
    String configured = container.record().config().stopSignal();
    boolean meantToEnd =
        signal.equals(Signal.KILL)
            || configured == null
            || configured.isEmpty()
            || signal.equals(stopSignal(container));
    if (container.paused() && meantToEnd) {
      pause.thaw(container);
    }
  }

  private static void awaitDeath(Container container) {
    try {
      container.awaitNotRunning(DEATH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Signal stopSignal(Container container) {
    String configured = container.record().config().stopSignal();
    return configured == null || configured.isEmpty() ? Signal.TERM : parse(configured);
  }

  private static int stopTimeout(Container container) {
    Integer configured = container.record().config().stopTimeout();
    return configured == null ? DEFAULT_TIMEOUT_SECONDS : configured;
  }

  public static Signal parse(String signal) {
    return parse("", signal);
  }

  private static Signal parse(String failed, String signal) {
    return Signal.parse(signal)
        .orElseThrow(() -> JdockException.invalid(failed + "invalid signal: " + signal));
  }
}
