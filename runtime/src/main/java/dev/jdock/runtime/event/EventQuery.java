package dev.jdock.runtime.event;

import dev.jdock.image.error.JdockException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A selection of events.
 *
 * @param since null for none of the past
 * @param until null for all of the future
 * @param filters values of one key are alternatives, keys add up; but every {@code label} must be
 *     there
 */
public record EventQuery(
    @Nullable Instant since, @Nullable Instant until, Map<String, List<String>> filters) {
  private static final Set<String> KEYS =
      Set.of(
          "config",
          "container",
          "daemon",
          "event",
          "image",
          "label",
          "network",
          "node",
          "plugin",
          "scope",
          "secret",
          "service",
          "type",
          "volume");

  public EventQuery {
    for (String key : filters.keySet()) {
      if (!KEYS.contains(key)) {
        throw JdockException.invalid("invalid filter '" + key + "'");
      }
    }
  }

  /** Whether the filters let it through. */
  public boolean matches(Event event) {
    return filters.entrySet().stream()
        .allMatch(filter ->
            filter.getKey().equals("label")
                ? filter.getValue().stream().allMatch(value -> hasLabel(event, value))
                : filter.getValue().stream()
                    .anyMatch(value -> matches(event, filter.getKey(), value)));
  }

  private static boolean matches(Event event, String key, String value) {
    return switch (key) {
      case "type" -> event.type().equals(value);
      case "event" -> event.action().equals(value) || event.action().startsWith(value + ":");
      case "scope" -> value.equals("local");
      case "image" ->
          event.type().equals("image")
              ? names(value, event.id(), event.attribute("name"))
              : event.type().equals("container") && sameImage(value, event.attribute("image"));
      case "container", "network", "volume" ->
          event.type().equals(key) && names(value, event.id(), event.attribute("name"));
      default -> false;
    };
  }

  private static boolean names(String value, String id, String name) {
    return id.startsWith(value) || sameImage(value, name) || name.equals(value);
  }

  /** A name without a tag is a name of every tag. */
  private static boolean sameImage(String value, String name) {
    int tag = name.lastIndexOf(':');
    return name.equals(value) || (tag > 0 && name.substring(0, tag).equals(value));
  }

  private static boolean hasLabel(Event event, String wanted) {
    int equals = wanted.indexOf('=');
    return equals < 0
        ? event.attributes().containsKey(wanted)
        : wanted.substring(equals + 1).equals(event.attributes().get(wanted.substring(0, equals)));
  }
}
