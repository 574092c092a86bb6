package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.Image;
import dev.jdock.image.text.PathMatch;
import dev.jdock.image.text.Timestamp;
import dev.jdock.image.text.Wildcards;
import dev.jdock.runtime.engine.Filters;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Conditions on images (moby, {@code daemon/images/image_list.go}).
 *
 * @param references patterns of names, of which one must match; none for any name
 */
record ImageFilter(Predicate<Image> matches, List<Wildcards> references) {
  private static final Set<String> NAMES =
      Set.of("dangling", "label", "before", "since", "reference", "until");

  /**
   * @param find finds the image that {@code before} or {@code since} names
   * @param now what an {@code until} counts back from, and whose zone holds for one without; asked
   *     for where there is one
   * @throws JdockException INVALID for names and values that make no sense
   */
  static ImageFilter of(
      Filters filters, Function<String, Image> find, Supplier<ZonedDateTime> now) {
    filters.require(NAMES);
    Predicate<Image> matches = dangling(filters);
    matches = matches.and(image -> filters.hasLabels("label", image.config().labels()));
    for (String before : filters.get("before")) {
      Instant limit = find.apply(before).created();
      matches = matches.and(image -> image.created().isBefore(limit));
    }
    for (String since : filters.get("since")) {
      Instant limit = find.apply(since).created();
      matches = matches.and(image -> image.created().isAfter(limit));
    }
    for (String until : filters.get("until")) {
      Instant limit = Timestamp.parse(until, now.get());
      matches = matches.and(image -> image.created().isBefore(limit));
    }
    return new ImageFilter(matches, filters.get("reference").stream().map(PathMatch::of).toList());
  }

  /** An image with no tag at all is dangling, though a digest may name it. */
  private static Predicate<Image> dangling(Filters filters) {
    if (!filters.has("dangling")) {
      return image -> true;
    }
    return filters.truth("dangling", false)
        ? image -> image.names().isEmpty()
        : image -> !image.names().isEmpty() || !image.digests().isEmpty();
  }

  /** The image with those of its names that match, unless it does not. */
  Stream<Image> select(Image image) {
    if (!matches.test(image)) {
      return Stream.of();
    }
    if (references.isEmpty()) {
      return Stream.of(image);
    }
    Image named =
        image.withNames(
            image.names().stream().filter(name -> isReferred(name, ':')).toList(),
            image.digests().stream().filter(name -> isReferred(name, '@')).toList());
    return named.names().isEmpty() && named.digests().isEmpty() ? Stream.of() : Stream.of(named);
  }

  /** Whole, or without the tag or digest behind the last such separator. */
  private boolean isReferred(String name, char separator) {
    String repository = name.substring(0, name.lastIndexOf(separator));
    return references.stream().anyMatch(each -> each.matches(name) || each.matches(repository));
  }
}
