package dev.jdock.cli.command.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.text.HumanDuration;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code history}. */
@Command(description = "Show the history of an image")
public final class ShowHistory extends Action {
  private static final int COMMAND_WIDTH = 45;
  private static final RowFormat FORMAT =
      new RowFormat(
          "*image.historyContext",
          Map.of(
              "ID", "IMAGE",
              "CreatedSince", "CREATED",
              "CreatedAt", "CREATED AT",
              "CreatedBy", "CREATED BY",
              "Size", "SIZE",
              "Comment", "COMMENT"));

  @Option(
      names = {"-H", "--human"},
      description = "Show sizes and dates for people (default true)")
  private boolean human = true;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show ids only")
  private boolean quiet;

  @Option(names = "--no-trunc", description = "Show everything in full")
  private boolean full;

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template: table, table TEMPLATE, json or TEMPLATE")
  private String format = "";

  @Option(
      names = "--size-tree",
      description = "Show what made the image big, and what of it is wasted")
  private boolean sizeTree;

  @Mixin private PlatformOption platform = new PlatformOption();

  public ShowHistory() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    if (sizeTree) {
      new SizeTree(invocation.out(), full)
          .print(engine.images().sizes(argument(0), platform.value()), format);
      return 0;
    }
    JsonNode history = engine.images().history(argument(0), platform.value());
    List<Map<String, Object>> rows = new ArrayList<>();
    history.forEach(entry -> rows.add(fields(invocation, entry)));
    FORMAT.print(
        invocation.out(),
        quiet && (format.isEmpty() || format.equals("table")) ? "{{.ID}}" : format,
        List.of("ID", human ? "CreatedSince" : "CreatedAt", "CreatedBy", "Size", "Comment"),
        rows);
    return 0;
  }

  private Map<String, Object> fields(Invocation invocation, JsonNode entry) {
    Instant created = Instant.ofEpochSecond(entry.path("Created").asLong());
    String command = entry.path("CreatedBy").asText().replace('\t', ' ');
    long size = entry.path("Size").asLong();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Comment", entry.path("Comment").asText());
    fields.put("CreatedAt", Human.rfc3339(invocation, created));
    fields.put("CreatedBy", full ? command : Human.ellipsis(command, COMMAND_WIDTH));
    fields.put("CreatedSince", since(created));
    fields.put("ID", id(entry));
    fields.put("Size", human ? HumanSize.decimal((double) size, 3) : String.valueOf(size));
    return fields;
  }

  private static String since(Instant created) {
    return created.getEpochSecond() <= 0
        ? "N/A"
        : HumanDuration.of(Duration.between(created, Instant.now())) + " ago";
  }

  private String id(JsonNode entry) {
    String id = entry.path("Id").asText();
    return full ? id : Human.shortId(id);
  }
}
