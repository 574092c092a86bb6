package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How stop and restart end a container. */
final class StopOptions {
  @Option(
      names = {"-s", "--signal"},
      paramLabel = "string",
      description = "Signal to send")
  private @Nullable String signal;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "int",
      description = "Seconds to wait before the container is killed")
  private @Nullable Integer timeout;

  @Option(names = "--time", paramLabel = "int", hidden = true)
  private @Nullable Integer time;

  @Nullable String signal() {
    return signal == null || signal.isEmpty() ? null : signal;
  }

  @Nullable Integer timeoutSeconds(Invocation invocation) {
    if (time == null) {
      return timeout;
    }
    invocation.err().println("Flag --time has been deprecated, use --timeout instead");
    if (timeout != null) {
      throw CommandFailure.of("conflicting options: cannot specify both --timeout and --time");
    }
    return time;
  }
}
