package dev.jdock.cli.engine;

import dev.jdock.cli.Command;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.terminal.Signals;
import dev.jdock.cli.terminal.Terminal;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An engine process whose commands do what a test wants to see done. */
public final class EngineForTests {
  private EngineForTests() {}

  public static void main(String[] arguments) {
    EngineMain.end(
        EngineMain.run(
            arguments, (root, run) -> new NoMachineRoom(), control -> new TestCommand(control)));
  }

  private record TestCommand(EngineControl control) implements Command {
    @Override
    public int run(Engine engine, Invocation invocation) throws InterruptedException {
      return switch (invocation.arguments().getFirst()) {
        case "engine" -> FrontEnd.create(control).run(engine, invocation);
        case "pid" -> print(invocation, Long.toString(ProcessHandle.current().pid()));
        case "exit" -> Integer.parseInt(invocation.arguments().get(1));
        case "cat" -> cat(invocation);
        case "flood" -> flood(invocation);
        case "where" ->
            print(
                invocation,
                invocation.files().workingDirectory()
                    + " "
                    + invocation.environment().get("GREETING")
                    + " "
                    + invocation.arguments());
        case "streams" -> streams(invocation);
        case "sleep" -> sleep(invocation);
        case "raw" -> raw(invocation);
        case "signals" -> signals(invocation);
        case "crash" -> throw new IllegalStateException("as the test wants it");
        default -> 64;
      };
    }

    private static int print(Invocation invocation, String line) {
      invocation.out().println(line);
      return 0;
    }

    private static int cat(Invocation invocation) {
      try {
        invocation.in().transferTo(invocation.out());
        return 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Never ends by itself. */
    private static int flood(Invocation invocation) throws InterruptedException {
      while (!Thread.currentThread().isInterrupted()) {
        invocation.out().println("line");
      }
      throw new InterruptedException();
    }

    private static int streams(Invocation invocation) {
      invocation.out().println("to out");
      invocation.err().println("to err");
      return 3;
    }

    private static int sleep(Invocation invocation) throws InterruptedException {
      ready(invocation);
      Thread.sleep(600_000);
      return 0;
    }

    private static int raw(Invocation invocation) throws InterruptedException {
      try (Terminal.Mode _ = invocation.terminal().raw()) {
        return sleep(invocation);
      }
    }

    private static int signals(Invocation invocation) throws InterruptedException {
      BlockingQueue<String> got = new LinkedBlockingQueue<>();
      try (Signals.Subscription _ = invocation.signals().handle(got::add)) {
        ready(invocation);
        String name = got.take();
        invocation.out().println(name);
        return name.equals("WINCH") ? invocation.terminal().size().columns() : 0;
      }
    }

    private static void ready(Invocation invocation) {
      invocation.out().println("ready");
      invocation.out().flush();
    }
  }
}
