package dev.jdock.runtime.container;

import dev.jdock.linux.Fd;
import dev.jdock.linux.mount.Fifo;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.io.Fanout;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.launch.Stdio;
import dev.jdock.runtime.log.JsonFileLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A container's streams: from its FIFOs or its terminal to its log and to whoever is attached.
 *
 * <p>stdout and stderr are FIFOs that the container holds open for reading, too: when the engine
 * dies, nobody gets SIGPIPE, writers wait, and the next engine opens the FIFOs and reads on.
 */
final class ContainerIo {
  private final OutputPump pump;
  private final Path logFile;
  private Fanout stdout = new Fanout();
  private Fanout stderr = new Fanout();
  private OutputPump.@Nullable Source stdoutSource;
  private OutputPump.@Nullable Source stderrSource;
  private @Nullable JsonFileLog log;
  private @Nullable Fd stdin;
  private @Nullable PseudoTerminal terminal;

  ContainerIo(OutputPump pump, Path logFile) {
    this.pump = pump;
    this.logFile = logFile;
  }

  /** The stream to attach to; what was attached before the start stays attached. */
  synchronized Fanout stdout() {
    return stdout;
  }

  synchronized Fanout stderr() {
    return stderr;
  }

  synchronized @Nullable Fd stdin() {
    return terminal != null ? terminal.master() : stdin;
  }

  synchronized @Nullable PseudoTerminal terminal() {
    return terminal;
  }

  /** The log while the container runs. */
  synchronized @Nullable JsonFileLog log() {
    return log;
  }

  /** The container's side of its pipes, made for one start; whoever gets it closes it. */
  record ContainerSide(Stdio stdio, java.util.List<Fd> descriptors) implements AutoCloseable {
    @Override
    public void close() {
      descriptors.forEach(Fd::close);
    }
  }

  /** Makes the streams for a start. */
  synchronized ContainerSide open(Path runDir, boolean tty, boolean openStdin, Clock clock) {
    openLog(clock);
    if (tty) {
      return new ContainerSide(new Stdio.Terminal(), java.util.List.of());
    }
    Path folder = runDir.resolve("io");
    makePrivate(folder);
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    // The folder keeps strangers out; the container's user may open /dev/stdout, whoever it is.
    Fifo.make(out, 0666);
    Fifo.make(err, 0666);
    Fd[] input = openStdin ? Fd.pipe() : null;
    stdin = input == null ? null : input[1];
    Fd outSide = Fd.open(out, Fd.O_RDWR);
    Fd errSide = Fd.open(err, Fd.O_RDWR);
    readFifos(folder);
    return new ContainerSide(
        new Stdio.Pipes(input == null ? null : input[0], outSide, errSide),
        input == null
            ? java.util.List.of(outSide, errSide)
            : java.util.List.of(input[0], outSide, errSide));
  }

  private void openLog(Clock clock) {
    JsonFileLog opened = JsonFileLog.open(logFile, clock);
    log = opened;
    stdout.add(opened.receiver(false));
    stderr.add(opened.receiver(true));
  }

  private void readFifos(Path folder) {
    stdoutSource =
        pump.read(Fd.open(folder.resolve("stdout"), Fd.O_RDONLY | Fd.O_NONBLOCK), stdout);
    stderrSource =
        pump.read(Fd.open(folder.resolve("stderr"), Fd.O_RDONLY | Fd.O_NONBLOCK), stderr);
  }

  /** Reads on where a former engine left off. */
  synchronized void adopt(Path runDir, Clock clock) {
    openLog(clock);
    Path folder = runDir.resolve("io");
    if (Files.exists(folder)) {
      readFifos(folder);
    }
  }

  /** The terminal that the start has made. */
  synchronized void terminal(PseudoTerminal made) {
    terminal = made;
    stderr.ended();
    stdoutSource = pump.read(made.master().duplicate(), stdout);
  }

  /** Goes on reading a stream after somebody who is attached was slow. */
  synchronized void resume() {
    if (stdoutSource != null) {
      stdoutSource.resume();
    }
    if (stderrSource != null) {
      stderrSource.resume();
    }
  }

  /** The end of input for the container; a terminal's input does not end. */
  synchronized void closeStdin() {
    if (stdin != null) {
      stdin.close();
      stdin = null;
    }
  }

  /**
   * Takes what the container has still written, then ends everything; the next start begins anew.
   */
  void finish() {
    OutputPump.Source out;
    OutputPump.Source err;
    Fanout endingOut;
    Fanout endingErr;
    JsonFileLog endingLog;
    synchronized (this) {
      out = stdoutSource;
      err = stderrSource;
      endingOut = stdout;
      endingErr = stderr;
      endingLog = log;
      stdoutSource = null;
      stderrSource = null;
      log = null;
      stdout = new Fanout();
      stderr = new Fanout();
      closeStdin();
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
      endingLog.close();
    }
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
      dev.jdock.runtime.container.FileTrees.delete(folder);
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
  }
}
