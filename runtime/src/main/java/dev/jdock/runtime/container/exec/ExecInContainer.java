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
import dev.jdock.runtime.container.create.CommandCheck;
import dev.jdock.runtime.container.record.Names;
import dev.jdock.runtime.container.start.StartFailure;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.ConsoleSize;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.KeySequence;
import dev.jdock.runtime.engine.Streams;
import dev.jdock.runtime.io.Fanout;
import dev.jdock.runtime.io.Lane;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.launch.ExecLaunch;
import dev.jdock.runtime.launch.Launched;
import dev.jdock.runtime.launch.Stdio;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  private final byte[] detachKeys;
  private final int run;
  private final Fanout stdout = new Fanout();
  private final Fanout stderr = new Fanout();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final List<OutputPump.Source> sources = new ArrayList<>();
  private @Nullable OutputStream stdin;
  private @Nullable PseudoTerminal terminal;
  private @Nullable PidFd process;
  private @Nullable Attachment attachment;
  private volatile boolean detached;
  private boolean begun;
  private volatile int pid;
  private volatile @Nullable Instant endedAt;

  private ExecInContainer(Execs execs, Container container, ExecSpec spec) {
    this.execs = execs;
    this.container = container;
    this.spec = spec;
    this.detachKeys = KeySequence.parse(spec.detachKeys() == null ? "" : spec.detachKeys());
    this.run = container.currentRun();
  }

  /**
   * Prepares a process and starts it at once.
   *
   * @throws InterruptedException as {@link #start(Streams, ConsoleSize)}
   */
  static Exec start(Execs execs, Container container, ExecSpec spec, Streams streams)
      throws InterruptedException {
    ExecInContainer exec = prepare(execs, container, container.id(), spec);
    exec.start(streams, ConsoleSize.NONE);
    return exec;
  }

  /**
   * Prepares a process; nothing of it is there before it is started.
   *
   * @param reference how the caller names the container
   * @throws JdockException INVALID or CONFLICT in Docker's words
   * @throws InterruptedException when the calling thread is interrupted while the container's own
   *     files hold up the look for the user
   */
  static ExecInContainer prepare(Execs execs, Container container, String reference, ExecSpec spec)
      throws InterruptedException {
    if (spec.command().isEmpty()) {
      throw JdockException.invalid("No exec command specified");
    }
    CommandCheck.environment(spec.env());
    ExecCheck.requireUsable(container, reference);
    ExecInContainer exec = new ExecInContainer(execs, container, spec);
    ExecCheck.user(container, spec.user());
    container.tell("exec_create" + exec.told(), "execID", exec.id);
    return exec;
  }

  /** Docker joins the program and what may be no arguments. */
  private String told() {
    String program = ": " + String.join(" ", spec.command());
    return spec.command().size() > 1 ? program : program + " ";
  }

  /**
   * Starts the process, once.
   *
   * @param console of its terminal; none leaves that of the specification
   * @throws JdockException CONFLICT when it has been started before
   * @throws InterruptedException when the calling thread is interrupted while the container's own
   *     processes or its freezer hold up the start; what was begun is gone then, or goes with them
   */
  public void start(Streams streams, ConsoleSize console) throws InterruptedException {
    ExecCheck.requireUsable(container, container.id());
    begin();
    try {
      attachment = new AttachContainer(this, connected(streams), true, spec.tty());
      container.tell("exec_start" + told(), "execID", id);
      start(console.given() ? console : spec.console());
    } catch (Throwable e) {
      JdockException failure = failure(e);
      Steps steps = new Steps();
      steps.run(() -> end(StartFailure.exitCode(failure)));
      steps.run(this::close);
      steps.suppressedBy(e);
      if (e instanceof InterruptedException cancelled) {
        throw cancelled;
      }
      throw failure;
    }
  }

  private synchronized void begin() {
    if (begun) {
      throw JdockException.conflict(
          "exec command " + id + (exitCode.isDone() ? " has already run" : " is already running"));
    }
    begun = true;
  }

  /** The kernel reports a container that ends meanwhile in many ways. */
  private JdockException failure(Throwable e) {
    return container.process().endsWithin(e instanceof JdockException ? 0 : ENDING_MILLIS)
        ? ExecCheck.notRunning(container)
        : StartFailure.ofExec(e, spec.command().getFirst());
  }

  /** The streams that the specification provides for. */
  private Streams connected(Streams streams) {
    return new Streams(
        spec.stdin() ? streams.stdin() : null,
        spec.stdout() ? streams.stdout() : null,
        spec.stderr() ? streams.stderr() : null,
        detachKeys);
  }

  /** The container that it runs in. */
  public Container container() {
    return container;
  }

  /** What was asked for. */
  public ExecSpec spec() {
    return spec;
  }

  /** The bytes that disconnect a client; empty for none. */
  public byte[] detachKeys() {
    return detachKeys.clone();
  }

  /** When it ended; null before that. */
  @Nullable Instant endedAt() {
    return endedAt;
  }

  /** Whether it has been started and has not ended. */
  public synchronized boolean running() {
    return begun && !exitCode.isDone();
  }

  /** Null before its end. */
  public @Nullable Integer exitCodeNow() {
    return exitCode.getNow(null);
  }

  /** Its number on the host; 0 before its start. */
  public int pid() {
    return pid;
  }

  /** Whether it was prepared for a run of the container that is over, and never started. */
  synchronized boolean isStale() {
    return !begun && container.currentRun() != run;
  }

  private void start(ConsoleSize console) throws InterruptedException {
    CgroupDirectory cgroup =
        execs.cgroups().find(container.record()).orElseThrow(() -> ExecCheck.notRunning(container));
    container.execLock().lockInterruptibly();
    try (PidFd target = container.process().hold();
        ExecPipes pipes = spec.tty() ? null : new ExecPipes(spec.stdin())) {
      Stdio stdio = pipes == null ? new Stdio.Terminal(console) : pipes.stdio();
      run(
          ExecLaunch.start(
              ExecPlan.of(execs.confinement(), container.record(), spec, stdio),
              target,
              cgroup,
              execs.processes().starters()),
          pipes);
    } finally {
      container.execLock().unlock();
    }
  }

  private synchronized void run(Launched launched, @Nullable ExecPipes pipes) {
    process = launched.handle();
    pid = launched.pid();
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

  private synchronized void connect(Launched launched, @Nullable ExecPipes pipes) {
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
      return Objects.requireNonNull(process).waitExit();
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
      endedAt = execs.clock().instant();
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
    if (pid == 0) {
      throw JdockException.invalid("exec process is not started");
    }
    TerminalSize.validate(rows, columns);
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
}
