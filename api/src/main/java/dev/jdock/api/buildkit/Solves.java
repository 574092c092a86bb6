package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcFailure;
import java.util.HashMap;
import java.util.Map;

/** Builds that clients are about to make, by the names that these have given them. */
final class Solves {
  private static final int MOST = 1000;

  private final Map<String, Solve> byRef = new HashMap<>();

  synchronized Solve of(String ref) {
    if (byRef.size() >= MOST && !byRef.containsKey(ref)) {
      throw new GrpcFailure(GrpcFailure.UNAVAILABLE, "the engine has too many builds");
    }
    return byRef.computeIfAbsent(ref, Solve::new);
  }

  synchronized void forget(Solve solve) {
    byRef.remove(solve.ref(), solve);
  }
}
