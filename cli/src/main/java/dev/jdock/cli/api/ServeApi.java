package dev.jdock.cli.api;

import dev.jdock.api.http.HttpServer;
import dev.jdock.api.socket.ApiAddress;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.terminal.Signals;
import dev.jdock.runtime.engine.Engine;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code api serve}: for jobs that want the API as long as they run, without a service. */
@Command(description = "Serve the Docker Engine API until interrupted")
public final class ServeApi extends Action {
  private static final int LENT_IDLE_SECONDS = 300;
  private static final Set<String> ENDS = Set.of("INT", "TERM", "HUP");

  private final Supplier<ApiHost> host;
  private final Supplier<ApiAddress> usual;

  @Mixin private ApiFlags flags = new ApiFlags();

  @Option(
      names = "--idle",
      paramLabel = "seconds",
      description = "End when no request was handled for so long (default with fd:// 300)")
  private @Nullable Integer idle;

  /**
   * @param host of the engine
   * @param usual where it serves unless somebody says otherwise
   */
  public ServeApi(Supplier<ApiHost> host, Supplier<ApiAddress> usual) {
    super(Arity.none());
    this.host = host;
    this.usual = usual;
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ApiSettings settings = flags.settings(usual.get(), invocation);
    if (idle != null && idle <= 0) {
      throw CommandFailure.of("invalid argument \"" + idle + "\" for \"--idle\": not positive");
    }
    CountDownLatch told = new CountDownLatch(1);
    try (Signals.Subscription _ =
        invocation
            .signals()
            .handle(signal -> {
              if (ENDS.contains(signal)) {
                told.countDown();
              }
            })) {
      if (settings.addresses().contains(new ApiAddress.Lent())) {
        serveLent(settings, invocation, told);
      } else {
        serve(settings, invocation, told);
      }
    }
    return 0;
  }

  private void serve(ApiSettings settings, Invocation invocation, CountDownLatch told)
      throws InterruptedException {
    host.get().listen(settings);
    try {
      invocation.out().println("ready");
      settings
          .addresses()
          .forEach(address -> invocation.out().println("export DOCKER_HOST=" + address));
      invocation.out().flush();
      await(told, idle == null ? 0 : idle);
    } finally {
      host.get().leave(settings.addresses());
    }
  }

  /** Whoever lends the sockets takes them up again when this ends, and starts it anew. */
  private void serveLent(ApiSettings settings, Invocation invocation, CountDownLatch told)
      throws InterruptedException {
    if (settings.addresses().size() > 1) {
      throw CommandFailure.of("fd:// goes with no other address");
    }
    List<HttpServer.Listener> sockets =
        host.get().serve(LentSockets.take(invocation.environment()));
    try {
      invocation.out().println("ready");
      invocation.out().flush();
      await(told, idle == null ? LENT_IDLE_SECONDS : idle);
    } finally {
      host.get().leaveLent(sockets);
    }
  }

  /**
   * @param seconds without a request after which it ends as well; 0 for never
   */
  private void await(CountDownLatch told, int seconds) throws InterruptedException {
    int quiet = 0;
    while (!told.await(1, TimeUnit.SECONDS)) {
      quiet = host.get().isBusy() ? 0 : quiet + 1;
      if (seconds > 0 && quiet >= seconds) {
        return;
      }
    }
  }
}
