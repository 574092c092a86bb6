package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcFailure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Builds that clients are about to make, by the names that these have given them: those of one user
 * mean nothing to another. One that is over is remembered for a while: a client's {@code Status}
 * may come after all the rest, and its client takes one that does not end for a failure.
 */
final class Solves {
  private static final int MOST = 1000;
  private static final int MOST_OVER = 64;

  private final Map<Name, Solve> byName = new HashMap<>();
  private final Map<Name, Solve> over = new LinkedHashMap<>();

  private record Name(String peer, String ref) {}

  /**
   * @param peer who asks
   */
  synchronized Solve of(String peer, String ref) {
    Name name = new Name(peer, ref);
    Solve known = over.get(name);
    if (known != null) {
      return known;
    }
    if (byName.size() >= MOST && !byName.containsKey(name)) {
      throw new GrpcFailure(GrpcFailure.UNAVAILABLE, "the engine has too many builds");
    }
    return byName.computeIfAbsent(name, _ -> new Solve(peer, ref));
  }

  /** Nothing will be told of it any more but what has not been read. */
  synchronized void end(Solve solve) {
    Name name = new Name(solve.peer(), solve.ref());
    if (byName.remove(name, solve) && solve.hasBegun()) {
      over.put(name, solve);
      if (over.size() > MOST_OVER) {
        over.remove(over.keySet().iterator().next());
      }
    }
  }
}
