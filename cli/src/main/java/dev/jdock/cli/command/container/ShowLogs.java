package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoTime;
import dev.jdock.image.text.Timestamp;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.LogQuery;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code logs}. */
@Command(description = "Fetch the logs of a container")
public final class ShowLogs extends Action {
  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the container ends")
  private boolean follow;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "string",
      description = "Show the last so many lines (default \"all\")")
  private String tail = "all";

  @Option(
      names = {"-t", "--timestamps"},
      description = "Show times")
  private boolean timestamps;

  @Option(
      names = "--since",
      paramLabel = "string",
      description = "Show what came after a time (2013-01-02T13:23:37Z) or a duration ago (42m)")
  private String since = "";

  @Option(
      names = "--until",
      paramLabel = "string",
      description = "Show what came before a time (2013-01-02T13:23:37Z) or a duration ago (42m)")
  private String until = "";

  @Option(names = "--details", description = "Show attributes given to the log")
  private boolean details;

  public ShowLogs() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    List<String> ids = arguments().stream().map(engine.containers()::resolve).toList();
    ZonedDateTime now = ZonedDateTime.now(Human.zone(invocation));
    LogQuery query =
        new LogQuery(
            follow, true, true, lines(), time("since", since, now), time("until", until, now));
    List<LogOutput> outputs = new ArrayList<>();
    SeveralLogs.Naming naming = naming(invocation, outputs);
    try {
      if (ids.size() > 1) {
        new SeveralLogs(engine.containers(), arguments(), LogNames.of(invocation, arguments()))
            .show(query, naming);
      } else {
        engine.containers().logs(ids.getFirst(), query, naming.named(""));
      }
      outputs.forEach(LogOutput::caughtUp);
      return 0;
    } catch (UncheckedIOException e) {
      // Nobody reads any more: nothing left to tell and nobody to tell it to.
      return 1;
    }
  }

  private SeveralLogs.Naming naming(Invocation invocation, List<LogOutput> outputs) {
    OutputStream out = new UserOutput(invocation.out());
    OutputStream err =
        invocation.terminal().errorIsOutput() ? out : new UserOutput(invocation.err());
    return name -> {
      LogOutput output =
          new LogOutput(out, err, (time, attributes) -> name + prefix(time, attributes));
      outputs.add(output);
      return output;
    };
  }

  private static @Nullable Instant time(String flag, String text, ZonedDateTime now) {
    try {
      return text.isEmpty() ? null : Timestamp.parse(text, now);
    } catch (JdockException e) {
      throw CommandFailure.of("invalid value for \"" + flag + "\": " + e.getMessage());
    }
  }

  /** Docker takes whatever is no number for all. */
  private int lines() {
    try {
      return Math.max(-1, Integer.parseInt(tail));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private String prefix(Instant time, SortedMap<String, String> attributes) {
    String shown =
        attributes.entrySet().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
            .collect(Collectors.joining(","));
    return (timestamps ? GoTime.rfc3339Nano(time.atZone(ZoneOffset.UTC)) + " " : "")
        + (details ? shown + " " : "");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
