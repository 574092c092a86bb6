package dev.jdock.cli.command.registry;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.image.UserAccess;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.image.registry.SearchResult;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Filters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code search}. */
@Command(description = "Search Docker Hub for images")
public final class SearchImages extends Action {
  private static final int SHOWN = 45;
  private static final RowFormat FORMAT =
      new RowFormat(
          "*registry.searchContext",
          Map.of(
              "Name", "NAME",
              "Description", "DESCRIPTION",
              "StarCount", "STARS",
              "IsOfficial", "OFFICIAL"));

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "filter",
      converter = Filter.Converter.class,
      description = "Filter output based on conditions provided")
  private List<Filter> filters = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Pretty-print search using a Go template")
  private String format = "";

  @Option(names = "--limit", paramLabel = "int", description = "Max number of search results")
  private int limit;

  @Option(names = "--no-trunc", description = "Don't truncate output")
  private boolean full;

  public SearchImages() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    boolean table = format.isEmpty() || format.startsWith("table");
    List<Map<String, Object>> rows =
        engine
            .registries()
            .search(
                argument(0), limit, new Filters(Filter.byName(filters)), UserAccess.of(invocation))
            .stream()
            .map(result -> row(result, table && format.isEmpty()))
            .toList();
    FORMAT.print(
        invocation.out(), format, List.of("Name", "Description", "StarCount", "IsOfficial"), rows);
    return 0;
  }

  private Map<String, Object> row(SearchResult result, boolean table) {
    String description = oneLine(result.description());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("Name", result.name());
    row.put("Description", full ? description : shortened(description));
    row.put("StarCount", Integer.toString(result.stars()));
    row.put(
        "IsOfficial",
        table ? (result.official() ? "[OK]" : "") : Boolean.toString(result.official()));
    return row;
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(line::appendCodePoint);
    return line.toString();
  }

  private static String shortened(String text) {
    if (text.codePointCount(0, text.length()) <= SHOWN) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, SHOWN - 1)) + "…";
  }
}
