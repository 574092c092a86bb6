package dev.jdock.runtime.container.view;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The filters of a list of containers, and the values that they take. */
final class ListFilters {
  private static final Set<String> NAMES =
      Set.of(
          "id",
          "name",
          "label",
          "status",
          "exited",
          "ancestor",
          "before",
          "since",
          "volume",
          "network",
          "publish",
          "expose",
          "health",
          "isolation",
          "is-task");

  private static final List<String> STATES =
      List.of("created", "running", "paused", "restarting", "removing", "exited", "dead");
  private static final List<String> HEALTH = List.of("none", "starting", "healthy", "unhealthy");
  private static final Set<String> BOOLEANS = Set.of("true", "false", "1", "0");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,9}");
  private static final int HIGHEST_PORT = 65535;

  private ListFilters() {}

  /**
   * Checks filters before they are applied.
   *
   * @param filters values by name
   * @throws JdockException INVALID {@code invalid filter 'x'}, and for a value that the filter does
   *     not take
   */
  static void validate(Map<String, List<String>> filters) {
    filters.forEach((name, values) -> {
      if (!NAMES.contains(name)) {
        throw JdockException.invalid("invalid filter '" + name + "'");
      }
      values.forEach(value -> validate(name, value));
    });
    List<String> tasks = filters.getOrDefault("is-task", List.of());
    if (tasks.size() > 1 || !BOOLEANS.containsAll(tasks)) {
      throw JdockException.invalid("invalid filter 'is-task=[" + String.join(" ", tasks) + "]'");
    }
  }

  private static void validate(String name, String value) {
    switch (name) {
      case "status" -> requireOneOf(name, value, "state", STATES);
      case "health" -> requireOneOf(name, value, "health", HEALTH);
      case "exited" -> {
        if (!NUMBER.matcher(value).matches()) {
          throw JdockException.invalid(
              "invalid filter 'exited="
                  + value
                  + "': strconv.Atoi: parsing "
                  + GoQuote.quote(value)
                  + ": invalid syntax");
        }
      }
      case "publish", "expose" -> range(name, value);
      default -> {}
    }
  }

  private static void requireOneOf(String name, String value, String what, List<String> known) {
    if (!known.contains(value)) {
      throw JdockException.invalid(
          "invalid filter '%s=%s': invalid value for %s (%s): must be one of %s"
              .formatted(name, value, what, value, String.join(", ", known)));
    }
  }

  /** First and last port of {@code 80}, {@code 80/tcp} or {@code 80-90/tcp}. */
  private static int[] range(String name, String value) {
    if (value.contains(":")) {
      throw JdockException.invalid("filter for '" + name + "' should not contain ':': " + value);
    }
    String failed = "error while looking up for " + name + " " + value + ": ";
    String ports = value.split("/", 2)[0];
    if (ports.isEmpty()) {
      throw JdockException.invalid(failed + "empty string specified for ports");
    }
    String[] ends = ports.split("-", 2);
    int first = port(failed, ends[0]);
    int last = port(failed, ends[ends.length - 1]);
    if (last < first) {
      throw JdockException.invalid(failed + "invalid range specified for port: " + ports);
    }
    return new int[] {first, last};
  }

  private static int port(String failed, String text) {
    boolean number = text.matches("\\d+");
    if (!number || text.length() > 9 || Integer.parseInt(text) > HIGHEST_PORT) {
      throw JdockException.invalid(
          failed
              + "strconv.ParseUint: parsing "
              + GoQuote.quote(text)
              + (number ? ": value out of range" : ": invalid syntax"));
    }
    return Integer.parseInt(text);
  }

  /**
   * Whether a port is one of those that a filter names.
   *
   * @param port {@code 80/tcp}
   * @param wanted {@code 80}, {@code 80/tcp} or {@code 80-90/tcp}
   */
  static boolean isPort(String port, String wanted) {
    String[] has = port.split("/", 2);
    String protocol = wanted.contains("/") ? wanted.split("/", 2)[1] : "tcp";
    int[] range = range("publish", wanted);
    int number = Integer.parseInt(has[0]);
    return has[1].equals(protocol) && range[0] <= number && number <= range[1];
  }
}
