package dev.jdock.runtime.engine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.Timestamp;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A selection of events.
 *
 * @param since null for none of the past
 * @param until null for all of the future
 * @param filters values of one name are alternatives, names add up; but every {@code label} must be
 *     there
 */
public record EventQuery(@Nullable Instant since, @Nullable Instant until, Filters filters) {
  private static final Set<String> NAMES =
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

  /**
   * @throws JdockException INVALID for a filter that events do not have
   */
  public EventQuery {
    filters.require(NAMES);
  }

  /**
   * Reads the times.
   *
   * @param since a date, a time, seconds since 1970 or how long ago; empty for none of the past
   * @param until likewise; empty for all of the future
   * @param now what durations count back from, and whose zone holds for a text without one
   * @throws JdockException INVALID for what is no time, and for an end before the beginning
   */
  public static EventQuery of(String since, String until, Filters filters, ZonedDateTime now) {
    Instant from = time(since, now);
    Instant to = time(until, now);
    if (from != null && to != null && to.isBefore(from)) {
      throw JdockException.invalid(
          "`since` time (" + since + ") cannot be after `until` time (" + until + ")");
    }
    return new EventQuery(from, to, filters);
  }

  private static @Nullable Instant time(String text, ZonedDateTime now) {
    return text.isEmpty() ? null : Timestamp.parse(text, now);
  }

  /** Whether the filters let it through. */
  public boolean matches(Event event) {
    return filters.values().entrySet().stream()
        .allMatch(filter ->
            filter.getKey().equals("label")
                ? filters.hasLabels("label", event.attributes())
                : filter.getValue().stream()
                    .anyMatch(value -> matches(event, filter.getKey(), value)));
  }

  private static boolean matches(Event event, String name, String value) {
    return switch (name) {
      case "type" -> event.type().equals(value);
      case "event" -> event.action().equals(value) || event.action().startsWith(value + ":");
      case "scope" -> value.equals("local");
      case "image" ->
          event.type().equals("image")
              ? names(value, event.id(), event.attribute("name"))
              : event.type().equals("container") && sameImage(value, event.attribute("image"));
      case "container", "network", "volume" ->
          event.type().equals(name)
              && (event.id().startsWith(value) || event.attribute("name").startsWith(value));
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
}
