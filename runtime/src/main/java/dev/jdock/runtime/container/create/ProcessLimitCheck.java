package dev.jdock.runtime.container.create;

import static dev.jdock.runtime.container.create.Requirement.require;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Resources.Ulimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Limits of setrlimit(2) for the processes of a container. */
public final class ProcessLimitCheck {
  /** Those of github.com/docker/go-units; {@code as} is not among them. */
  private static final Set<String> NAMES =
      Set.of(
          "core",
          "cpu",
          "data",
          "fsize",
          "locks",
          "memlock",
          "msgqueue",
          "nice",
          "nofile",
          "nproc",
          "rss",
          "rtprio",
          "rttime",
          "sigpending",
          "stack");

  private static final String ORDER =
      "ulimit soft limit must be less than or equal to hard limit: ";

  private ProcessLimitCheck() {}

  /** Whether a limit has that name, in lower case. */
  public static boolean isName(String name) {
    return NAMES.contains(name);
  }

  /**
   * Checks one limit: its name, and that the soft limit does not exceed the hard one, where -1 is
   * the largest value.
   *
   * @throws JdockException INVALID in Docker's words
   */
  public static void validate(Ulimit limit) {
    require(isName(limit.name()), "invalid ulimit type: " + limit.name());
    long soft = limit.soft();
    long hard = limit.hard();
    require(soft >= -1, "invalid soft limit of ulimit " + limit.name() + ": " + soft);
    require(hard >= -1, "invalid hard limit of ulimit " + limit.name() + ": " + hard);
    require(hard == -1 || soft != -1, ORDER + "soft: -1 (unlimited), hard: " + hard);
    require(hard == -1 || soft <= hard, ORDER + soft + " > " + hard);
  }

  /** One limit of each name, in the order of names; the last one given counts. */
  static List<Ulimit> lastOfEach(List<Ulimit> limits) {
    Map<String, Ulimit> byName = new TreeMap<>();
    limits.forEach(limit -> byName.put(limit.name(), limit));
    return new ArrayList<>(byName.values());
  }
}
