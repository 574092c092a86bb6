package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.output.UserOutput;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.Timestamp;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.LogRequest;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    LogRequest request =
        new LogRequest(
            follow,
            true,
            true,
            tail,
            time("since", since, invocation),
            time("until", until, invocation),
            timestamps,
            details);
    List<LogOutput> outputs = new ArrayList<>();
    SeveralLogs.Naming naming = naming(invocation, outputs);
    try {
      if (ids.size() > 1) {
        new SeveralLogs(engine.containers(), arguments(), LogNames.of(invocation, arguments()))
            .show(request, naming);
      } else {
        engine.containers().logs(ids.getFirst(), request, naming.named(""));
      }
      outputs.forEach(LogOutput::caughtUp);
      return 0;
    } catch (UncheckedIOException e) {
      // The reader has closed its end: there is nowhere to report it.
      return 1;
    }
  }

  private SeveralLogs.Naming naming(Invocation invocation, List<LogOutput> outputs) {
    OutputStream out = new UserOutput(invocation.out());
    OutputStream err =
        invocation.terminal().errorIsOutput() ? out : new UserOutput(invocation.err());
    return name -> {
      LogOutput output = new LogOutput(out, err, name);
      outputs.add(output);
      return output;
    };
  }

  /** As Docker's client does: durations and local times become seconds since 1970. */
  private static String time(String flag, String text, Invocation invocation) {
    if (text.isEmpty()) {
      return "";
    }
    try {
      Instant time = Timestamp.parse(text, ZonedDateTime.now(Human.zone(invocation)));
      return String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
    } catch (JdockException e) {
      throw CommandFailure.of("invalid value for \"" + flag + "\": " + e.getMessage());
    }
  }
}
