package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcFailure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Builds that clients are about to make, by the names that these have given them. One that is over
 * is remembered for a while: a client's {@code Status} may come after all the rest, and its client
 * takes one that does not end for a failure.
 */
final class Solves {
  private static final int MOST = 1000;
  private static final int MOST_OVER = 64;

  private final Map<String, Solve> byRef = new HashMap<>();
  private final Map<String, Solve> over = new LinkedHashMap<>();

  synchronized Solve of(String ref) {
    Solve known = over.get(ref);
    if (known != null) {
      return known;
    }
    if (byRef.size() >= MOST && !byRef.containsKey(ref)) {
      throw new GrpcFailure(GrpcFailure.UNAVAILABLE, "the engine has too many builds");
    }
    return byRef.computeIfAbsent(ref, Solve::new);
  }

  /** Nothing will be told of it any more but what has not been read. */
  synchronized void end(Solve solve) {
    if (byRef.remove(solve.ref(), solve) && solve.hasBegun()) {
      over.put(solve.ref(), solve);
      if (over.size() > MOST_OVER) {
        over.remove(over.keySet().iterator().next());
      }
    }
  }
}
