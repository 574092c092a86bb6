package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.Image;
import dev.jdock.image.text.PathMatch;
import dev.jdock.image.text.Timestamp;
import dev.jdock.image.text.Wildcards;
import dev.jdock.runtime.engine.Images;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** {@code --filter} of {@code images}; conditions combine, but references are alternatives. */
final class ImageFilter {
  private static final Set<String> NAMES =
      Set.of("dangling", "label", "before", "since", "reference", "until");

  private final Images images;
  private final Invocation invocation;

  ImageFilter(Images images, Invocation invocation) {
    this.images = images;
    this.invocation = invocation;
  }

  /** Those that match, with the names that match. */
  List<Image> select(List<Image> all, List<Filter> filters) {
    Map<String, List<String>> byName = Filter.byName(filters);
    for (String name : byName.keySet()) {
      if (!NAMES.contains(name)) {
        throw JdockException.invalid("invalid filter '" + name + "'");
      }
    }
    Predicate<Image> matches = dangling(byName.getOrDefault("dangling", List.of()));
    for (Filter filter : filters) {
      if (!filter.name().equals("reference") && !filter.name().equals("dangling")) {
        matches = matches.and(predicate(filter));
      }
    }
    List<Wildcards> references =
        byName.getOrDefault("reference", List.of()).stream().map(PathMatch::of).toList();
    List<Image> selected = new ArrayList<>();
    for (Image image : all) {
      if (!matches.test(image)) {
        continue;
      }
      if (references.isEmpty()) {
        selected.add(image);
      } else {
        Image named = withNames(image, references);
        if (!named.names().isEmpty() || !named.digests().isEmpty()) {
          selected.add(named);
        }
      }
    }
    return selected;
  }

  /** An image with no tag at all is dangling, though a digest may name it. */
  private static Predicate<Image> dangling(List<String> values) {
    if (values.isEmpty()) {
      return image -> true;
    }
    boolean yes = values.contains("true") || values.contains("1");
    boolean no = values.contains("false") || values.contains("0");
    if (yes == no) {
      throw JdockException.invalid("invalid filter 'dangling=[" + String.join(" ", values) + "]'");
    }
    return yes
        ? image -> image.names().isEmpty()
        : image -> !image.names().isEmpty() || !image.digests().isEmpty();
  }

  private Predicate<Image> predicate(Filter filter) {
    String value = filter.value();
    return switch (filter.name()) {
      case "label" -> image -> hasLabel(image, value);
      case "before" -> {
        Instant limit = images.find(value).created();
        yield image -> image.created().isBefore(limit);
      }
      case "since" -> {
        Instant limit = images.find(value).created();
        yield image -> image.created().isAfter(limit);
      }
      default -> {
        Instant limit = Timestamp.parse(value, ZonedDateTime.now(Human.zone(invocation)));
        yield image -> image.created().isBefore(limit);
      }
    };
  }

  private static boolean hasLabel(Image image, String label) {
    int equals = label.indexOf('=');
    Map<String, String> labels = image.config().labels();
    return equals < 0
        ? labels.containsKey(label)
        : label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
  }

  private static Image withNames(Image image, List<Wildcards> patterns) {
    return image.withNames(
        image.names().stream().filter(name -> matches(patterns, name, ':')).toList(),
        image.digests().stream().filter(name -> matches(patterns, name, '@')).toList());
  }

  /** Whole, or without the tag or digest behind the last such separator. */
  private static boolean matches(List<Wildcards> patterns, String name, char separator) {
    String repository = name.substring(0, name.lastIndexOf(separator));
    return patterns.stream().anyMatch(p -> p.matches(name) || p.matches(repository));
  }
}
