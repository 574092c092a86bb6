package dev.jdock.cli.command.syntax;

import dev.jdock.runtime.engine.Filters;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;

/** One {@code --filter name=value}; an empty one, as scripts have it, filters nothing. */
public record Filter(String name, String value) {

  /** Reads {@code name=value}. */
  public static final class Converter implements ITypeConverter<Filter> {
    @Override
    public Filter convert(String text) {
      if (text.isEmpty()) {
        return new Filter("", "");
      }
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new InvalidValue(text, "bad format of filter (expected name=value)");
      }
      return new Filter(
          text.substring(0, equals).trim().toLowerCase(Locale.ROOT),
          text.substring(equals + 1).trim());
    }
  }

  /** Without name and value. */
  public boolean isNothing() {
    return name.isEmpty() && value.isEmpty();
  }

  /**
   * As the engine takes them. Times are the user's, whose zone the engine does not know.
   *
   * @param now in the user's zone; asked for where there is a time, since a zone's rules take long
   */
  public static Filters of(List<Filter> filters, Supplier<ZonedDateTime> now) {
    return new Filters(
        byName(
            filters.stream()
                .map(filter ->
                    filter.name().equals("until")
                        ? new Filter(filter.name(), UnixTime.of(filter.value(), now.get()))
                        : filter)
                .toList()));
  }

  /** Values by name, as the engine takes them. */
  public static Map<String, List<String>> byName(List<Filter> filters) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    for (Filter filter : filters) {
      if (!filter.isNothing()) {
        result.computeIfAbsent(filter.name(), n -> new ArrayList<>()).add(filter.value());
      }
    }
    return result;
  }
}
