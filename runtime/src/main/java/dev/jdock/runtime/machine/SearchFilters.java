package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.registry.SearchResult;
import dev.jdock.runtime.engine.Filters;
import java.util.Set;
import java.util.function.Predicate;

/** Conditions on repositories that a search has found; registries do not look at them. */
final class SearchFilters {
  private static final Set<String> KNOWN = Set.of("is-automated", "is-official", "stars");

  private SearchFilters() {}

  /**
   * @throws JdockException INVALID for unknown names, and for values that make no sense
   */
  static Predicate<SearchResult> predicate(Filters filters) {
    filters.require(KNOWN);
    Predicate<SearchResult> wanted = result -> true;
    if (filters.has("is-official")) {
      boolean official = filters.truth("is-official", false);
      wanted = wanted.and(result -> result.official() == official);
    }
    if (filters.has("is-automated")) {
      boolean automated = filters.truth("is-automated", false);
      wanted = wanted.and(result -> result.automated() == automated);
    }
    for (String stars : filters.get("stars")) {
      int least = number(stars);
      wanted = wanted.and(result -> result.stars() >= least);
    }
    return wanted;
  }

  private static int number(String stars) {
    try {
      return Integer.parseInt(stars);
    } catch (NumberFormatException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "invalid filter 'stars=" + stars + "'", e);
    }
  }
}
