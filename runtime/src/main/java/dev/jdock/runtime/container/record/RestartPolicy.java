package dev.jdock.runtime.container.record;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.ContainerSpec.Lifecycle;

/**
 * {@code --restart}: whether a container that has ended is started again.
 *
 * @param limit how often at most after a failure; 0 for no limit
 */
public record RestartPolicy(Kind kind, int limit) {
  /** Docker's policies. */
  public enum Kind {
    NO("no"),
    ALWAYS("always"),
    UNLESS_STOPPED("unless-stopped"),
    ON_FAILURE("on-failure");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * @throws JdockException INVALID for a policy there is not, or a limit where none can be
   */
  public static RestartPolicy of(Lifecycle lifecycle) {
    return of(lifecycle.restart(), lifecycle.restartLimit());
  }

  public static RestartPolicy of(String name, int limit) {
    Kind kind = kind(name);
    if (kind != Kind.ON_FAILURE && limit != 0) {
      throw JdockException.invalid(
          "maximum retry count cannot be used with restart policy '" + name + "'");
    }
    if (limit < 0) {
      throw JdockException.invalid("maximum retry count cannot be negative");
    }
    return new RestartPolicy(kind, limit);
  }

  private static Kind kind(String name) {
    if (name.isEmpty()) {
      return Kind.NO;
    }
    for (Kind kind : Kind.values()) {
      if (kind.text().equals(name)) {
        return kind;
      }
    }
    throw JdockException.invalid("invalid restart policy '" + name + "'");
  }

  /** After an end that is not its user's doing. */
  public boolean restarts(ContainerState ended) {
    return switch (kind) {
      case NO -> false;
      case ALWAYS, UNLESS_STOPPED -> !ended.stoppedByUser();
      case ON_FAILURE ->
          !ended.stoppedByUser()
              && ended.exitCode() != 0
              && (limit == 0 || ended.restarts() < limit);
    };
  }

  /**
   * When an engine finds it at rest.
   *
   * @param afterBoot whether the machine has been started since: then {@code always} forgets a stop
   */
  public boolean startsWithEngine(ContainerState state, boolean afterBoot) {
    if (!state.startedBefore()) {
      return false;
    }
    return restarts(state) || (kind == Kind.ALWAYS && afterBoot);
  }
}
