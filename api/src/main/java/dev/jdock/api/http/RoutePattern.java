package dev.jdock.api.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path with names for some of its segments: {@code /containers/{id}/json}. A name with dots,
 * {@code {name...}}, stands for one segment or more: names of images have slashes.
 */
final class RoutePattern {
  private final List<String> segments;

  RoutePattern(String path) {
    this.segments = List.of(path.substring(1).split("/"));
  }

  /**
   * The values of its names.
   *
   * @param path split at its slashes, decoded
   * @return null when it does not match
   */
  @Nullable Map<String, String> match(List<String> path) {
    Map<String, String> values = new HashMap<>();
    int more = path.size() - segments.size();
    if (more < 0) {
      return null;
    }
    int at = 0;
    for (String segment : segments) {
      int taken = segment.endsWith("...}") ? 1 + more : 1;
      if (at + taken > path.size()) {
        return null;
      }
      String value = String.join("/", path.subList(at, at + taken));
      at += taken;
      if (segment.startsWith("{")) {
        if (value.isEmpty()) {
          return null;
        }
        values.put(segment.substring(1, segment.length() - 1).replace("...", ""), value);
      } else if (!segment.equals(value)) {
        return null;
      }
    }
    return at == path.size() ? values : null;
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }
}
