package dev.jdock.runtime.container;

import dev.jdock.linux.Fd;
import dev.jdock.linux.mount.Fifo;
import dev.jdock.linux.stream.FdOutputStream;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.container.record.FileTrees;
import dev.jdock.runtime.engine.ConsoleSize;
import dev.jdock.runtime.io.Fanout;
import dev.jdock.runtime.io.Lane;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.launch.Stdio;
import dev.jdock.runtime.log.ContainerLog;
import dev.jdock.runtime.log.JsonFileLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A container's streams: from its FIFOs or its terminal to its log and to attached clients.
 *
 * <p>stdout and stderr are FIFOs that the container holds open for reading, too: when the engine
 * dies, no process gets SIGPIPE, writers wait, and the next engine opens the FIFOs and reads on.
 * What is logged goes by way of a file each ({@link dev.jdock.runtime.io.SpooledOutput}).
 */
public final class ContainerIo {
  /** In the run directory. */
  private static final String FOLDER = "io";

  private final OutputPump pump;
  private final Lane lane;
  private Fanout stdout = new Fanout();
  private Fanout stderr = new Fanout();
  private OutputPump.@Nullable Source stdoutSource;
  private OutputPump.@Nullable Source stderrSource;
  private @Nullable ContainerLog log;
  private @Nullable FdOutputStream stdin;
  private @Nullable PseudoTerminal terminal;

  ContainerIo(OutputPump pump) {
    this.pump = pump;
    this.lane = pump.lane();
  }

  /** The stream to attach to; what was attached before the start stays attached. */
  synchronized Fanout stdout() {
    return stdout;
  }

  synchronized Fanout stderr() {
    return stderr;
  }

  /** Where input goes; null when the container has none. */
  public synchronized @Nullable OutputStream stdin() {
    return stdin;
  }

  public synchronized @Nullable PseudoTerminal terminal() {
    return terminal;
  }

  /** The log while the container runs; null when there is none to read. */
  public synchronized @Nullable JsonFileLog log() {
    return log == null ? null : log.file();
  }

  /** The container's side of its pipes, made for one start; the caller closes it. */
  public record ContainerSide(Stdio stdio, List<Fd> descriptors) implements AutoCloseable {
    @Override
    public void close() {
      descriptors.forEach(Fd::close);
    }
  }

  /**
   * Makes the streams for a start.
   *
   * @param console what the terminal begins with
   * @param newLog closed with them
   */
  public synchronized ContainerSide open(
      Path runDir, boolean tty, ConsoleSize console, boolean openStdin, ContainerLog newLog) {
    log = newLog;
    if (tty) {
      newLog.takes(stdout, stderr);
      return new ContainerSide(new Stdio.Terminal(console), List.of());
    }
    List<Fd> opened = new ArrayList<>();
    try {
      return openPipes(runDir.resolve(FOLDER), openStdin, newLog, opened);
    } catch (Throwable e) {
      opened.forEach(Fd::close);
      throw e;
    }
  }

  private ContainerSide openPipes(
      Path folder, boolean openStdin, ContainerLog newLog, List<Fd> opened) {
    makePrivate(folder);
    // The folder keeps strangers out; the container's user may open /dev/stdout, whoever it is.
    Fd out = makeFifo(folder.resolve("stdout"));
    opened.add(out);
    Fd err = makeFifo(folder.resolve("stderr"));
    opened.add(err);
    Fd in = null;
    if (openStdin) {
      Fd[] input = Fd.pipe();
      in = input[0];
      opened.add(in);
      stdin = toProcess(input[1]);
    }
    readFifos(folder, newLog);
    return new ContainerSide(new Stdio.Pipes(in, out, err), opened);
  }

  private static Fd makeFifo(Path path) {
    Fifo.make(path, 0666);
    return Fd.open(path, Fd.O_RDWR);
  }

  /** A process that reads no more is no error of the client that writes to it. */
  public static FdOutputStream toProcess(Fd input) {
    return new FdOutputStream(input, () -> {});
  }

  /** The log knows where it goes on before anything comes. */
  private void readFifos(Path folder, ContainerLog newLog) {
    RunStreams streams = RunStreams.open(folder, newLog.file());
    newLog.takes(stdout, stderr);
    stdoutSource = pump.read(lane, streams.stdout(), stdout);
    stderrSource = pump.read(lane, streams.stderr(), stderr);
  }

  /** Reads on where a former engine left off. */
  public synchronized void adopt(Path runDir, ContainerLog newLog) {
    log = newLog;
    Path folder = runDir.resolve(FOLDER);
    if (Files.exists(folder)) {
      readFifos(folder, newLog);
    } else {
      newLog.takes(stdout, stderr);
    }
  }

  /**
   * Completes the log of a run that has ended while there was no engine, by what the former one had
   * taken of its output.
   */
  public void complete(Path runDir, Supplier<ContainerLog> itsLog) {
    if (RunStreams.hasRest(runDir.resolve(FOLDER))) {
      adopt(runDir, itsLog.get());
      finish();
    }
  }

  /** The terminal that the start has made. */
  public synchronized void terminal(PseudoTerminal made) {
    terminal = made;
    stdin = toProcess(made.master().duplicate());
    stderr.ended();
    stdoutSource = pump.read(lane, made.master().duplicate(), stdout);
  }

  /** Goes on reading a stream after an attached client was slow. */
  public synchronized void resume() {
    if (stdoutSource != null) {
      stdoutSource.resume();
    }
    if (stderrSource != null) {
      stderrSource.resume();
    }
  }

  /** The end of input for the container; a terminal's input does not end. */
  public synchronized void closeStdin() {
    if (terminal == null) {
      releaseStdin();
    }
  }

  private void releaseStdin() {
    if (stdin != null) {
      stdin.close();
      stdin = null;
    }
  }

  /** Closes everything while the container runs on, for the next engine to take up. */
  public synchronized void release() {
    releaseStdin();
    if (terminal != null) {
      terminal.close();
    }
    if (log != null) {
      log.close();
    }
  }

  /**
   * Takes what the container has still written, then ends everything. A client that attaches from
   * now on sees the end at once, until {@link #renew}.
   */
  public void finish() {
    OutputPump.Source out;
    OutputPump.Source err;
    Fanout endingOut;
    Fanout endingErr;
    ContainerLog endingLog;
    synchronized (this) {
      out = stdoutSource;
      err = stderrSource;
      endingOut = stdout;
      endingErr = stderr;
      endingLog = log;
      stdoutSource = null;
      stderrSource = null;
      releaseStdin();
    }
    awaitDrained(out, endingOut);
    awaitDrained(err, endingErr);
    synchronized (this) {
      if (terminal != null) {
        terminal.close();
        terminal = null;
      }
    }
    if (endingLog != null) {
      // Until now it can be followed to its last entry.
      endingLog.close();
    }
    synchronized (this) {
      log = null;
    }
  }

  /**
   * Streams for the next start, once they have ended. To be called together with the change of the
   * container's state, so that no client takes the next run's streams for those of this one.
   */
  synchronized void renew() {
    stdout = new Fanout();
    stderr = new Fanout();
  }

  private static void awaitDrained(OutputPump.@Nullable Source source, Fanout stream) {
    if (source == null) {
      stream.ended();
      return;
    }
    source.drain();
    stream.awaitEnd();
  }

  private static void makePrivate(Path folder) {
    try {
      FileTrees.delete(folder);
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
  }
}
