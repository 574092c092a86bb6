package dev.jdock.cli.command.image;

import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.cli.command.syntax.InvalidValue;
import dev.jdock.cli.command.syntax.Values;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.Image;
import dev.jdock.runtime.engine.Engine.Images;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** {@code --filter} of {@code images}: values of one name are alternatives, names combine. */
final class ImageFilter {
  private static final Set<String> NAMES =
      Set.of("dangling", "label", "before", "since", "reference", "until");

  private final Images images;

  ImageFilter(Images images) {
    this.images = images;
  }

  /** The names to show of each image that matches. */
  List<ImageRow> rows(List<Image> all, List<Filter> filters) {
    Map<String, List<String>> byName = Filter.byName(filters);
    for (String name : byName.keySet()) {
      if (!NAMES.contains(name)) {
        throw JdockException.invalid("invalid filter '" + name + "'");
      }
    }
    Predicate<Image> matches = image -> true;
    for (Filter filter : filters) {
      if (!filter.name().equals("reference")) {
        matches = matches.and(predicate(filter));
      }
    }
    List<Pattern> references =
        byName.getOrDefault("reference", List.of()).stream().map(ImageFilter::glob).toList();
    return all.stream()
        .filter(matches)
        .flatMap(image -> ImageRow.of(image).stream())
        .filter(row -> references.isEmpty() || references.stream().anyMatch(p -> matches(p, row)))
        .toList();
  }

  private Predicate<Image> predicate(Filter filter) {
    String value = filter.value();
    return switch (filter.name()) {
      case "dangling" -> {
        boolean wanted = truth(filter);
        yield image -> image.names().isEmpty() == wanted;
      }
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
        Instant limit = time(value);
        yield image -> image.created().isBefore(limit);
      }
    };
  }

  private static boolean truth(Filter filter) {
    return switch (filter.value()) {
      case "1", "true", "t" -> true;
      case "0", "false", "f" -> false;
      default ->
          throw JdockException.invalid(
              "invalid filter '" + filter.name() + "=[" + filter.value() + "]'");
    };
  }

  private static Instant time(String value) {
    try {
      return Instant.now().minusNanos(Values.nanoseconds(value));
    } catch (InvalidValue e) {
      try {
        return Instant.parse(value);
      } catch (java.time.format.DateTimeParseException unparsed) {
        throw JdockException.invalid("invalid filter 'until=[" + value + "]'");
      }
    }
  }

  private static boolean hasLabel(Image image, String label) {
    int equals = label.indexOf('=');
    Map<String, String> labels = image.config().labels();
    return equals < 0
        ? labels.containsKey(label)
        : label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
  }

  private static boolean matches(Pattern pattern, ImageRow row) {
    return pattern.matcher(row.repository()).matches()
        || pattern.matcher(row.repository() + ":" + row.tag()).matches();
  }

  /** A shell pattern in which a star does not match a slash (Go's path.Match). */
  private static Pattern glob(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[', ']', '-', '^' -> regex.append(c);
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    try {
      return Pattern.compile(regex.toString());
    } catch (java.util.regex.PatternSyntaxException e) {
      throw JdockException.invalid("invalid reference filter '" + text + "'");
    }
  }
}
