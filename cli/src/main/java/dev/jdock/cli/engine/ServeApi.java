package dev.jdock.cli.engine;

import dev.jdock.api.socket.ApiAddress;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.terminal.Signals;
import dev.jdock.runtime.engine.Engine;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code api serve}: for jobs that want the API as long as they run, without a service. */
@Command(description = "Serve the Docker Engine API until interrupted")
final class ServeApi extends Action {
  private static final Set<String> ENDS = Set.of("INT", "TERM", "HUP");

  private final EngineControl control;

  @Mixin private ApiFlags flags = new ApiFlags();

  ServeApi(EngineControl control) {
    super(Arity.none());
    this.control = control;
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ApiSettings settings = flags.settings(control, invocation);
    List<ApiAddress> addresses = settings.addresses();
    CountDownLatch told = new CountDownLatch(1);
    try (Signals.Subscription _ =
        invocation
            .signals()
            .handle(signal -> {
              if (ENDS.contains(signal)) {
                told.countDown();
              }
            })) {
      control.api().listen(settings);
      try {
        invocation.out().println("ready");
        addresses.forEach(address -> invocation.out().println("export DOCKER_HOST=" + address));
        invocation.out().flush();
        told.await();
      } finally {
        control.api().leave(addresses);
      }
    }
    return 0;
  }
}
