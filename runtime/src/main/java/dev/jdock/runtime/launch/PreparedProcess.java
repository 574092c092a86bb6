package dev.jdock.runtime.launch;

import dev.jdock.linux.Fd;
import dev.jdock.linux.starter.Credentials;
import dev.jdock.linux.starter.StartRequest;
import dev.jdock.linux.starter.StartRequest.Input;
import dev.jdock.linux.starter.StartRequest.Joined;
import dev.jdock.linux.tty.PseudoTerminal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process whose user and program were looked up, and whose terminal is open. */
final class PreparedProcess implements AutoCloseable {
  private final ProcessPlan plan;
  private final String program;
  private final List<String> arguments;
  private final List<String> environment;
  private final Credentials credentials;
  private @Nullable PseudoTerminal terminal;

  /**
   * @param terminal becomes this object's
   */
  PreparedProcess(
      ProcessPlan plan,
      String program,
      List<String> arguments,
      List<String> environment,
      Credentials credentials,
      @Nullable PseudoTerminal terminal) {
    this.plan = plan;
    this.program = program;
    this.arguments = arguments;
    this.environment = environment;
    this.credentials = credentials;
    this.terminal = terminal;
  }

  ProcessPlan plan() {
    return plan;
  }

  String program() {
    return program;
  }

  /** Of the terminal, inside the root; null without one. */
  @Nullable String console() {
    return terminal == null ? null : "/dev/pts/" + terminal.name();
  }

  StartRequest request(List<Fd> cgroups, List<Joined> namespaces, int fresh) {
    return new StartRequest(
        program,
        arguments,
        environment,
        plan.workingDir(),
        input(),
        credentials,
        plan.limits().ulimits(),
        plan.appArmor(),
        cgroups,
        namespaces,
        fresh);
  }

  private Input input() {
    String console = console();
    if (console != null) {
      return new Input.Terminal(console);
    }
    return plan.stdio() instanceof Stdio.Pipes pipes && pipes.stdin() == null
        ? new Input.Null()
        : new Input.Given();
  }

  /** The terminal made for the process; the caller owns it from now on. */
  @Nullable PseudoTerminal takeTerminal() {
    PseudoTerminal taken = terminal;
    terminal = null;
    return taken;
  }

  @Override
  public void close() {
    if (terminal != null) {
      terminal.close();
    }
  }
}
