package dev.jdock.cli.engine;

import dev.jdock.linux.Fd;
import dev.jdock.linux.process.ResourceLimit;

/**
 * Keeps a rest of the descriptors that the process may have for what runs already: a command that
 * finds too few of them is refused before it begins.
 */
final class Crowd {
  private static final long REST = 64;

  private Crowd() {}

  /**
   * The kernel gives the lowest number that is free, so a high one tells that all below are taken.
   * Commands about the engine itself are always let in.
   */
  static boolean admits(Fd newest, UserRequest request) {
    long limit = limit();
    long most = limit - Math.min(REST, limit / 4);
    boolean aboutEngine =
        !request.arguments().isEmpty() && request.arguments().getFirst().equals("engine");
    return limit == ResourceLimit.INFINITY || newest.number() < most || aboutEngine;
  }

  static String refusal() {
    return "the engine has too many files open (limit "
        + limit()
        + "): end some of its commands, or stop it and start it with a higher `ulimit -n`";
  }

  private static long limit() {
    return ResourceLimit.NOFILE.of(0).soft();
  }
}
