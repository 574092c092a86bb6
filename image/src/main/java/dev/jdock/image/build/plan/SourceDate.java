package dev.jdock.image.build.plan;

import dev.jdock.image.build.BuildRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code SOURCE_DATE_EPOCH}, the time that a build's results get instead of now. */
final class SourceDate {
  private static final String NAME = "SOURCE_DATE_EPOCH";
  private static final String OF_CONTEXT = "context";

  private SourceDate() {}

  /**
   * The build arguments with a number of seconds in the place of {@code context}: without any where
   * the context has no time of its own. A reproducible build has the context's, or 1970, even if
   * nobody says so.
   */
  static Map<String, String> arguments(BuildRequest request) {
    String given = request.buildArgs().getOrDefault(NAME, "");
    boolean unsaid = given.isEmpty() && request.solving().reproducible();
    if (!given.equals(OF_CONTEXT) && !unsaid) {
      return request.buildArgs();
    }
    Map<String, String> result = new LinkedHashMap<>(request.buildArgs());
    Instant made = request.context().made();
    if (made != null) {
      result.put(NAME, Long.toString(made.getEpochSecond()));
    } else if (request.solving().reproducible()) {
      result.put(NAME, "0");
    } else {
      result.remove(NAME);
    }
    return result;
  }
}
