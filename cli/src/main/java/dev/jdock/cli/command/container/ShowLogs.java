package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.format.LogTime;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.LogQuery;
import dev.jdock.runtime.engine.LogSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code logs}. */
@Command(description = "Fetch the logs of a container")
public final class ShowLogs extends Action {
  /** Docker's fixed-width form, so that lines can be sorted. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

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
    try {
      if (ids.size() > 1) {
        new SeveralLogs(engine.containers(), arguments(), LogNames.of(invocation, arguments()))
            .show(query, sink(invocation));
      } else {
        engine.containers().logs(ids.getFirst(), query, sink(invocation).named(""));
      }
      return 0;
    } catch (UncheckedIOException e) {
      // Nobody reads any more: nothing left to tell and nobody to tell it to.
      return 1;
    }
  }

  private SeveralLogs.Naming sink(Invocation invocation) {
    OutputStream out = new UserOutput(invocation.out());
    OutputStream err = new UserOutput(invocation.err());
    return name ->
        new LogSink() {
          @Override
          public void accept(Instant time, boolean standardError, byte[] entry) {
            accept(time, standardError, entry, new TreeMap<>());
          }

          @Override
          public void accept(
              Instant time,
              boolean standardError,
              byte[] entry,
              SortedMap<String, String> attributes) {
            write(standardError ? err : out, name + prefix(time, attributes), entry);
          }
        };
  }

  private static @Nullable Instant time(String flag, String text, ZonedDateTime now) {
    try {
      return text.isEmpty() ? null : LogTime.parse(text, now);
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
    return (timestamps ? TIMESTAMP.format(time) : "") + (details ? shown + " " : "");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** One write an entry: the two streams may be the same terminal. */
  private static void write(OutputStream stream, String prefix, byte[] entry) {
    byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
    byte[] line = new byte[start.length + entry.length];
    System.arraycopy(start, 0, line, 0, start.length);
    System.arraycopy(entry, 0, line, start.length, entry.length);
    synchronized (stream) {
      try {
        stream.write(line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
