package dev.jdock.cli.command.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.system.EventJson;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.cli.command.syntax.UnixTime;
import dev.jdock.cli.format.InspectFormat;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.Timestamp;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Event;
import dev.jdock.runtime.engine.EventQuery;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.template.GoTemplate;
import dev.jdock.runtime.template.TemplateException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code events}. */
@Command(description = "Get real time events from the server")
public final class ShowEvents extends Action {
  private static final int WRONG_FORMAT = 64;
  private static final Pattern WHOLE = Pattern.compile("\\{\\{\\s*json\\s+\\.\\s*}}");

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "filter",
      converter = Filter.Converter.class,
      description = "Show only those that match (name=value)")
  private List<Filter> filters = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template: json or TEMPLATE")
  private String format = "";

  @Option(
      names = "--since",
      paramLabel = "string",
      description = "Show all events created since timestamp")
  private String since = "";

  @Option(
      names = "--until",
      paramLabel = "string",
      description = "Stream events until this timestamp")
  private String until = "";

  public ShowEvents() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ZonedDateTime now = ZonedDateTime.now(Human.zone(invocation));
    Function<Event, String> line = line(invocation);
    EventQuery query =
        EventQuery.of(time(since, now), time(until, now), new Filters(Filter.byName(filters)), now);
    PrintStream out = invocation.out();
    try {
      engine
          .system()
          .events(
              query,
              () -> {},
              event -> {
                out.print(line.apply(event));
                if (out.checkError()) {
                  throw new UncheckedIOException(new IOException("nobody reads"));
                }
              });
      return 0;
    } catch (UncheckedIOException nobodyReads) {
      return 1;
    }
  }

  private Function<Event, String> line(Invocation invocation) {
    if (format.isEmpty()) {
      return event -> EventRow.text(event, Human.zone(invocation)) + "\n";
    }
    String template = format.equals("json") ? "{{json .}}" : format;
    check(template);
    InspectFormat rendering = InspectFormat.of(template);
    boolean whole = WHOLE.matcher(template).find();
    return event -> {
      ObjectNode json = EventJson.withOldFields(event);
      return rendering.render(
          List.of(whole ? json : EventRow.complete(json)),
          complaint -> {
            throw CommandFailure.of(complaint);
          });
    };
  }

  /** As Docker does, on an empty event, before anything is asked for. */
  private static void check(String template) {
    try {
      String _ = GoTemplate.parse(template).render(EventRow.EMPTY);
    } catch (TemplateException e) {
      throw new CommandFailure(WRONG_FORMAT, "Error parsing format: " + e.getMessage());
    }
  }

  /** What is no time is found before the engine is asked. */
  private static String time(String text, ZonedDateTime now) {
    try {
      Instant _ = text.isEmpty() ? Instant.EPOCH : Timestamp.parse(text, now);
    } catch (JdockException e) {
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    }
    return text.isEmpty() ? "" : UnixTime.of(text, now);
  }
}
