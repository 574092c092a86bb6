package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.progress.ProgressDisplay;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.terminal.Signals;
import dev.jdock.cli.terminal.Terminal;
import dev.jdock.image.build.StepDebugger;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** {@code --on-error shell}: gives the user's terminal to a shell in the step that has failed. */
final class ErrorShell implements StepDebugger {
  private final Invocation invocation;
  private final ProgressDisplay display;

  private ErrorShell(Invocation invocation, ProgressDisplay display) {
    this.invocation = invocation;
    this.display = display;
  }

  /**
   * @param value of the flag; empty for none
   * @throws CommandFailure for any other value, and where there is no terminal
   */
  static @Nullable StepDebugger of(String value, Invocation invocation, ProgressDisplay display) {
    if (value.isEmpty()) {
      return null;
    }
    if (!value.equals("shell")) {
      throw CommandFailure.of("ERROR: invalid value for --on-error: \"" + value + "\" (shell)");
    }
    Terminal terminal = invocation.terminal();
    if (!terminal.inputIsTerminal() || !terminal.outputIsTerminal()) {
      throw CommandFailure.of(
          "ERROR: --on-error shell needs a terminal: the input or the output is none");
    }
    return new ErrorShell(invocation, display);
  }

  @Override
  public Console open(String step, String error) {
    display.suspend();
    invocation
        .err()
        .println(
            "\nERROR: "
                + error
                + "\nin "
                + step
                + "\nThis shell is where it failed; exit ends the build.");
    return new UserConsole();
  }

  private final class UserConsole implements Console {
    private final Terminal.Mode mode = invocation.terminal().raw();
    private final List<Signals.Subscription> subscriptions = new ArrayList<>();

    @Override
    public InputStream in() {
      return invocation.in();
    }

    @Override
    public OutputStream out() {
      return invocation.out();
    }

    @Override
    public void follow(BiConsumer<Integer, Integer> size) {
      Thread builder = Thread.currentThread();
      tell(size);
      subscriptions.add(
          invocation
              .signals()
              .handle(signal -> {
                switch (signal) {
                  case "WINCH" -> tell(size);
                  // In raw mode these are sent by others, not typed.
                  case "INT", "TERM", "HUP" -> builder.interrupt();
                  default -> {}
                }
              }));
    }

    private void tell(BiConsumer<Integer, Integer> size) {
      Terminal.Size now = invocation.terminal().size();
      size.accept(now.rows(), now.columns());
    }

    @Override
    public void close() {
      subscriptions.forEach(Signals.Subscription::close);
      mode.close();
      display.resume();
    }
  }
}
