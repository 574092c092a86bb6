package dev.jdock.runtime.engine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoRegexp;
import dev.jdock.image.text.Timestamp;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on objects, by name, as the Docker Engine API has them in its {@code filters}
 * parameters (moby, {@code api/types/filters}).
 *
 * @param values of each name, without duplicates, in the order in which they were given
 */
public record Filters(Map<String, List<String>> values) {
  public static final Filters NONE = new Filters(Map.of());

  public Filters {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    values.forEach((name, given) -> copy.put(name, List.copyOf(new LinkedHashSet<>(given))));
    values = Collections.unmodifiableMap(copy);
  }

  /** One condition. */
  public static Filters of(String name, String value) {
    return new Filters(Map.of(name, List.of(value)));
  }

  /** The same with one more. */
  public Filters with(String name, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(values);
    List<String> all = new ArrayList<>(get(name));
    all.add(value);
    more.put(name, all);
    return new Filters(more);
  }

  /** The same without those of one name. */
  public Filters without(String name) {
    Map<String, List<String>> less = new LinkedHashMap<>(values);
    less.remove(name);
    return new Filters(less);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The values of a name; none where it was not given. */
  public List<String> get(String name) {
    return values.getOrDefault(name, List.of());
  }

  /**
   * Refuses names that the objects in question do not have.
   *
   * @throws JdockException INVALID {@code invalid filter 'x'}
   */
  public Filters require(Set<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw JdockException.invalid("invalid filter '" + name + "'");
      }
    }
    return this;
  }

  /**
   * A condition that is {@code true} or {@code 1}, {@code false} or {@code 0}.
   *
   * @param otherwise where it was not given
   * @throws JdockException INVALID {@code invalid filter 'x=[a b]'} for neither, and for both
   */
  public boolean truth(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    List<String> given = get(name);
    boolean yes = given.contains("true") || given.contains("1");
    boolean no = given.contains("false") || given.contains("0");
    if (yes == no) {
      throw JdockException.invalid(
          "invalid filter '" + name + "=[" + String.join(" ", given) + "]'");
    }
    return yes;
  }

  /** Whether {@code text} is one of the values, or there are none. */
  public boolean isOneOf(String name, String text) {
    return !has(name) || get(name).contains(text);
  }

  /**
   * Whether {@code text} is one of the values, or one of them, as a regular expression, matches a
   * part of it, or there are none. What is no regular expression matches nothing.
   */
  public boolean matches(String name, String text) {
    return isOneOf(name, text)
        || get(name).stream().anyMatch(expression -> finds(expression, text));
  }

  private static boolean finds(String expression, String text) {
    try {
      return GoRegexp.compile(expression).find(text);
    } catch (JdockException noExpression) {
      return false;
    }
  }

  /** Whether an object has all of the labels {@code name} or {@code name=value}. */
  public boolean hasLabels(String name, Map<String, String> labels) {
    return get(name).stream().allMatch(label -> hasLabel(labels, label));
  }

  /** Whether the two conditions on labels hold: all of the one, and not all of the negated. */
  public boolean matchesLabels(Map<String, String> labels) {
    return hasLabels("label", labels) && (!has("label!") || !hasLabels("label!", labels));
  }

  private static boolean hasLabel(Map<String, String> labels, String wanted) {
    int equals = wanted.indexOf('=');
    return equals < 0
        ? labels.containsKey(wanted)
        : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
  }

  /**
   * The one time that {@code until} gives.
   *
   * @param now what durations count back from, and whose zone holds for a text without one
   * @return null where it was not given
   * @throws JdockException INVALID for several, and for what is no time
   */
  public @Nullable Instant until(ZonedDateTime now) {
    List<String> given = get("until");
    if (given.size() > 1) {
      throw JdockException.invalid("more than one until filter specified");
    }
    return given.isEmpty() ? null : Timestamp.parse(given.getFirst(), now);
  }
}
