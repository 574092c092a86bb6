package dev.jdock.cli.command.output;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.runtime.engine.Filters;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What lists are shown with: which of a kind, and how. */
public final class ListFlags {
  @Option(
      names = {"-f", "--filter"},
      paramLabel = "filter",
      converter = Filter.Converter.class,
      description = "Show only those that match (name=value)")
  private List<Filter> filters = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template: table, table TEMPLATE, json or TEMPLATE")
  private String format = "";

  @Option(
      names = {"-q", "--quiet"},
      description = "Show ids only, or names of what has no ids")
  private boolean quiet;

  /**
   * Those that were given, as the engine takes them, times in the user's zone.
   *
   * @param more that the command has by itself
   */
  public Filters filters(Invocation invocation, List<Filter> more) {
    List<Filter> all = new ArrayList<>(filters);
    all.addAll(more);
    return Filter.of(all, () -> ZonedDateTime.now(Human.zone(invocation)));
  }

  /** Empty for the usual one. */
  public String format() {
    return format;
  }

  public boolean quiet() {
    return quiet;
  }
}
