package dev.jdock.runtime.container.start;

import dev.jdock.image.build.StepDebugger;
import dev.jdock.image.build.StepRunner;
import dev.jdock.linux.Fd;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.container.Processes;
import dev.jdock.runtime.container.record.Names;
import dev.jdock.runtime.container.security.Confinement;
import dev.jdock.runtime.engine.ConsoleSize;
import dev.jdock.runtime.io.Fanout;
import dev.jdock.runtime.io.Lane;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.io.QueuedWriter;
import dev.jdock.runtime.launch.Stdio;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs the command of a RUN instruction as a container that leaves nothing but its changes. */
public final class RunStep implements StepRunner {
  /** How long it takes at most to notice that the build was cancelled. */
  private static final int LOOK_MILLIS = 50;

  private final RunResources resources;
  private final Confinement confinement;
  private final Processes processes;

  public RunStep(RunResources resources, Confinement confinement, Processes processes) {
    this.resources = resources;
    this.confinement = confinement;
    this.processes = processes;
  }

  @Override
  public int run(Step step, StepOutput output) throws InterruptedException {
    return new Running(step, output).run();
  }

  @Override
  public int interact(Step step, StepDebugger.Console console) throws InterruptedException {
    List<String> environment = Environment.merged(List.of("TERM=xterm"), step.env());
    StepStart start =
        start(step.with(environment, step.command()), new Stdio.Terminal(ConsoleSize.NONE));
    start.run(step.command().getFirst());
    try (TakenBack _ = start::takeBack;
        PseudoTerminal terminal = start.terminal();
        TerminalCopy _ = TerminalCopy.begin(terminal, console)) {
      return awaitEnd(start.process());
    }
  }

  private StepStart start(Step step, Stdio stdio) {
    return new StepStart(Names.newId(), resources, processes.starters(), step, confinement, stdio);
  }

  private int awaitEnd(PidFd process) throws InterruptedException {
    try {
      while (!process.awaitEnd(LOOK_MILLIS)) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the build was cancelled");
        }
      }
    } catch (Throwable e) {
      processes.ends().kill(process);
      throw e;
    }
    try (process) {
      return process.waitExit();
    }
  }

  /** What goes wrong here does not hide what went wrong before. */
  private interface TakenBack extends AutoCloseable {
    @Override
    void close();
  }

  /** One step while it runs. */
  private final class Running {
    private final Step step;
    private final StepOutput output;
    private final List<OutputPump.Source> sources = new CopyOnWriteArrayList<>();

    Running(Step step, StepOutput output) {
      this.step = step;
      this.output = output;
    }

    int run() throws InterruptedException {
      try (QueuedWriter writer = new QueuedWriter("build-output", this::resume, () -> {})) {
        OutputPump.Receiver stdout = writer.to(new Written(output, false));
        OutputPump.Receiver stderr = writer.to(new Written(output, true));
        writer.start();
        int code = run(stdout, stderr);
        writer.awaitDelivered();
        return code;
      }
    }

    private int run(OutputPump.Receiver stdout, OutputPump.Receiver stderr)
        throws InterruptedException {
      Lane lane = processes.pump().lane();
      try (Pipe out = new Pipe(lane, stdout);
          Pipe err = new Pipe(lane, stderr)) {
        sources.add(out.source);
        sources.add(err.source);
        StepStart start = start(step, new Stdio.Pipes(null, out.writing, err.writing));
        start.run(step.command().getFirst());
        try (TakenBack _ = start::takeBack) {
          return awaitEnd(start.process());
        }
      }
    }

    /** The user reads again. */
    private void resume() {
      sources.forEach(OutputPump.Source::resume);
    }
  }

  /**
   * One of a step's streams, as the build's progress takes it: that may write to a user's terminal.
   */
  private static final class Written extends OutputStream {
    private final StepOutput output;
    private final boolean standardError;

    Written(StepOutput output, boolean standardError) {
      this.output = output;
      this.standardError = standardError;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      output.write(standardError, Arrays.copyOfRange(bytes, offset, offset + length), length);
    }
  }

  /** One of a step's streams; closing it waits for the last byte. */
  private final class Pipe implements AutoCloseable {
    private final Fd writing;
    private final Fanout stream = new Fanout();
    private final OutputPump.Source source;

    Pipe(Lane lane, OutputPump.Receiver receiver) {
      Fd[] pipe = Fd.pipe();
      try {
        pipe[0].nonBlocking();
        stream.add(receiver);
        source = processes.pump().read(lane, pipe[0], stream);
      } catch (Throwable e) {
        pipe[0].close();
        pipe[1].close();
        throw e;
      }
      writing = pipe[1];
    }

    @Override
    public void close() {
      writing.close();
      source.drain();
      stream.awaitEnd();
    }
  }
}
