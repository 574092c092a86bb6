package dev.jdock.cli.command.prune;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.runtime.engine.Filters;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags of every prune command. */
final class PruneFlags {
  @Option(
      names = {"-f", "--force"},
      description = "Do not prompt for confirmation")
  private boolean force;

  @Option(
      names = "--filter",
      paramLabel = "filter",
      converter = Filter.Converter.class,
      description = "Remove only what matches (name=value)")
  private List<Filter> filters = new ArrayList<>();

  /** Whether to go on: because the user said so beforehand, or now. */
  boolean confirmed(Invocation invocation, String question) {
    return force || Confirmation.given(invocation, question);
  }

  boolean has(String name) {
    return filters.stream().anyMatch(filter -> filter.name().equals(name));
  }

  /** Those given, and those of the user's {@code pruneFilters} that none given speaks against. */
  List<Filter> filters(Invocation invocation) {
    List<Filter> all = new ArrayList<>(filters);
    all.removeIf(Filter::isNothing);
    for (String text : DockerConfig.of(invocation).pruneFilters()) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        continue;
      }
      Filter filter = new Filter(text.substring(0, equals), text.substring(equals + 1));
      Filter opposite =
          new Filter(filter.name().equals("label") ? "label!" : "label", filter.value());
      if (!filter.name().startsWith("label") || !filters.contains(opposite)) {
        all.add(filter);
      }
    }
    return all;
  }

  /** As the engine takes them. */
  Filters engineFilters(Invocation invocation) {
    return Filter.of(filters(invocation), () -> ZonedDateTime.now(Human.zone(invocation)));
  }
}
