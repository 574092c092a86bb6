package dev.jdock.runtime.container.exec;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Signal;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerIo;
import dev.jdock.runtime.container.FirstProcess;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.Names;
import dev.jdock.runtime.container.security.ProcessSecurity;
import dev.jdock.runtime.container.start.Environment;
import dev.jdock.runtime.container.start.StartFailure;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Streams;
import dev.jdock.runtime.io.Fanout;
import dev.jdock.runtime.io.Lane;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.launch.ExecLaunch;
import dev.jdock.runtime.launch.Launched;
import dev.jdock.runtime.launch.ProcessPlan;
import dev.jdock.runtime.launch.Stdio;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@code docker exec}: a further process in a running container, and its streams. */
public final class ExecInContainer implements Exec, AttachContainer.Side {
  private static final int UNKNOWN_EXIT_CODE = 255;

  /** How long the kernel may take to end a process that it has begun to end. */
  private static final int ENDING_MILLIS = 200;

  private final String id = Names.newId();
  private final Execs execs;
  private final Container container;
  private final ExecSpec spec;
  private final Fanout stdout = new Fanout();
  private final Fanout stderr = new Fanout();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final List<OutputPump.Source> sources = new ArrayList<>();
  private @Nullable OutputStream stdin;
  private @Nullable PseudoTerminal terminal;
  private @Nullable PidFd process;
  private @Nullable Attachment attachment;
  private volatile boolean detached;

  private ExecInContainer(Execs execs, Container container, ExecSpec spec) {
    this.execs = execs;
    this.container = container;
    this.spec = spec;
  }

  /**
   * Starts one.
   *
   * @throws InterruptedException when the calling thread is interrupted while the container's own
   *     processes or its freezer hold up the start; what was begun is gone then, or goes with them
   */
  static Exec start(Execs execs, Container container, ExecSpec spec, Streams streams)
      throws InterruptedException {
    if (container.state().restarting()) {
      throw JdockException.conflict(
          "Container " + container.id() + " is restarting, wait until the container is running");
    }
    if (!container.state().running()) {
      throw notRunning(container);
    }
    if (container.paused()) {
      throw JdockException.conflict(
          "Container " + container.name() + " is paused, unpause the container before exec");
    }
    ExecInContainer exec = new ExecInContainer(execs, container, spec);
    exec.attachment = new AttachContainer(exec, streams, true, spec.tty());
    // Docker joins the program and what may be no arguments.
    String program = ": " + String.join(" ", spec.command());
    String command = spec.command().size() > 1 ? program : program + " ";
    container.tell("exec_create" + command, "execID", exec.id);
    try {
      container.tell("exec_start" + command, "execID", exec.id);
      exec.start();
    } catch (Throwable e) {
      Steps steps = new Steps();
      steps.run(() -> exec.end(-1));
      steps.run(exec::close);
      steps.suppressedBy(e);
      if (e instanceof InterruptedException cancelled) {
        throw cancelled;
      }
      // The kernel tells of a container that ends meanwhile in many ways.
      throw container.process().endsWithin(e instanceof JdockException ? 0 : ENDING_MILLIS)
          ? notRunning(container)
          : StartFailure.ofExec(e, spec.command().getFirst());
    }
    return exec;
  }

  private static JdockException notRunning(Container container) {
    return JdockException.conflict("container " + container.id() + " is not running");
  }

  private void start() throws InterruptedException {
    CgroupDirectory cgroup =
        execs.cgroups().find(container.record()).orElseThrow(() -> notRunning(container));
    container.execLock().lockInterruptibly();
    try (PidFd target = container.process().hold();
        Pipes pipes = spec.tty() ? null : new Pipes(spec.stdin())) {
      Stdio stdio = pipes == null ? new Stdio.Terminal() : pipes.stdio();
      run(ExecLaunch.start(plan(stdio), target, cgroup, execs.processes().starters()), pipes);
    } finally {
      container.execLock().unlock();
    }
  }

  private ProcessPlan plan(Stdio stdio) {
    ContainerRecord record = container.record();
    var isolation = record.spec().isolation();
    ProcessSecurity security =
        ProcessSecurity.of(execs.confinement(), isolation, spec.privileged());
    String workingDir = spec.workingDir();
    if (workingDir == null || workingDir.isEmpty()) {
      workingDir = record.config().workingDir().isEmpty() ? "/" : record.config().workingDir();
    }
    return new ProcessPlan(
        spec.command(),
        Environment.merged(Environment.of(record, spec.tty()), spec.env()),
        spec.user() == null || spec.user().isEmpty() ? record.config().user() : spec.user(),
        workingDir,
        false,
        security.capabilities(),
        security.noNewPrivileges(),
        security.seccomp(),
        null,
        stdio,
        isolation.groups(),
        ProcessSecurity.limits(record.spec()),
        security.appArmor());
  }

  private synchronized void run(Launched launched, @Nullable Pipes pipes) {
    process = launched.handle();
    terminal = launched.terminal();
    try {
      connect(launched, pipes);
      notifyAll();
      execs.processes().ends().watch(launched.handle(), this::ended);
    } catch (Throwable e) {
      Steps steps = new Steps();
      process = null;
      steps.run(() -> execs.processes().ends().kill(launched.handle()));
      sources.forEach(source -> steps.run(source::drain));
      steps.suppressedBy(e);
      throw e;
    }
  }

  private synchronized void connect(Launched launched, @Nullable Pipes pipes) {
    Lane lane = execs.processes().pump().lane();
    if (launched.terminal() != null) {
      stdin = ContainerIo.toProcess(launched.terminal().master().duplicate());
      stderr.ended();
      sources.add(
          execs.processes().pump().read(lane, launched.terminal().master().duplicate(), stdout));
    } else if (pipes != null) {
      Fd input = pipes.takeInput();
      stdin = input == null ? null : ContainerIo.toProcess(input);
      sources.add(execs.processes().pump().read(lane, pipes.takeOutput(), stdout));
      sources.add(execs.processes().pump().read(lane, pipes.takeError(), stderr));
    }
  }

  private void ended() {
    Steps steps = new Steps();
    AtomicInteger code = new AtomicInteger(UNKNOWN_EXIT_CODE);
    steps.run(() -> code.set(exitCode()));
    steps.run(this::drain);
    steps.run(
        () -> container.tell("exec_die", "execID", id, "exitCode", Integer.toString(code.get())));
    steps.run(() -> end(code.get()));
    steps.throwFirst();
  }

  private int exitCode() {
    try {
      return java.util.Objects.requireNonNull(process).waitExit();
    } catch (SyscallException e) {
      return UNKNOWN_EXIT_CODE;
    }
  }

  private void drain() {
    List<OutputPump.Source> reading;
    synchronized (this) {
      reading = List.copyOf(sources);
    }
    reading.forEach(OutputPump.Source::drain);
    if (!reading.isEmpty()) {
      stdout.awaitEnd();
      stderr.awaitEnd();
    }
  }

  private void end(int code) {
    stdout.ended();
    stderr.ended();
    synchronized (this) {
      exitCode.complete(code);
      releaseInput();
      if (terminal != null) {
        terminal.close();
      }
      if (process != null) {
        process.close();
      }
      notifyAll();
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int await() throws InterruptedException {
    try {
      if (attachment != null && attachment.await() == Attachment.End.DETACHED) {
        detached = true;
        return 0;
      }
      return exitCode.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean detached() {
    return detached;
  }

  @Override
  public synchronized void resize(int rows, int columns) {
    if (terminal != null && !exitCode.isDone()) {
      terminal.resize(rows, columns);
    }
  }

  @Override
  public synchronized void signal(String signal) {
    Signal parsed =
        Signal.parse(signal).orElseThrow(() -> JdockException.invalid("invalid signal: " + signal));
    if (process != null && !exitCode.isDone()) {
      FirstProcess.send(process, parsed);
    }
  }

  @Override
  public void close() {
    if (attachment != null) {
      attachment.close();
    }
  }

  @Override
  public Fanout stdout() {
    return stdout;
  }

  @Override
  public Fanout stderr() {
    return stderr;
  }

  @Override
  public synchronized void resume() {
    sources.forEach(OutputPump.Source::resume);
  }

  @Override
  public synchronized @Nullable OutputStream input() throws InterruptedException {
    while (process == null && !exitCode.isDone()) {
      wait();
    }
    return stdin;
  }

  @Override
  public synchronized void closeInput() {
    if (terminal == null) {
      releaseInput();
    }
  }

  private synchronized void releaseInput() {
    if (stdin != null) {
      try {
        stdin.close();
      } catch (IOException e) {
        // Nothing is buffered that could be lost.
      }
      stdin = null;
    }
  }

  /** Three pipes; what was not taken is closed with it, as are the process's ends. */
  private static final class Pipes implements AutoCloseable {
    private final List<Fd> owned = new ArrayList<>();
    private final Fd[] output;
    private final Fd[] error;
    private final Fd @Nullable [] input;

    Pipes(boolean withInput) {
      try {
        output = make();
        error = make();
        input = withInput ? make() : null;
        output[0].nonBlocking();
        error[0].nonBlocking();
      } catch (Throwable e) {
        owned.forEach(Fd::close);
        throw e;
      }
    }

    private Fd[] make() {
      Fd[] made = Fd.pipe();
      owned.addAll(List.of(made));
      return made;
    }

    Stdio stdio() {
      return new Stdio.Pipes(input == null ? null : input[0], output[1], error[1]);
    }

    @Nullable Fd takeInput() {
      return input == null ? null : take(input[1]);
    }

    Fd takeOutput() {
      return take(output[0]);
    }

    Fd takeError() {
      return take(error[0]);
    }

    private Fd take(Fd fd) {
      owned.remove(fd);
      return fd;
    }

    @Override
    public void close() {
      owned.forEach(Fd::close);
    }
  }
}
