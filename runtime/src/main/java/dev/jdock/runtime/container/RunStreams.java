package dev.jdock.runtime.container;

import dev.jdock.linux.Fd;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.io.SpooledOutput;
import dev.jdock.runtime.log.JsonFileLog;
import dev.jdock.runtime.log.LogCursor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a container that runs writes: FIFOs in a folder of its own. Beside them is, for a container
 * with a log, what was taken out of them and how much of that the log has, for the next engine.
 */
record RunStreams(OutputPump.Input stdout, OutputPump.Input stderr) {
  private static final String CURSOR = "log";

  /** Whether a log may lack something that is still here. */
  static boolean hasRest(Path folder) {
    return Files.exists(folder.resolve(CURSOR));
  }

  /**
   * Opens the FIFOs for reading.
   *
   * @param log keeps track from now on; null for none
   */
  static RunStreams open(Path folder, @Nullable JsonFileLog log) {
    if (log == null) {
      Fd stdout = fifo(folder, "stdout");
      return orClose(
          stdout,
          () ->
              new RunStreams(
                  OutputPump.Input.of(stdout), OutputPump.Input.of(fifo(folder, "stderr"))));
    }
    LogCursor cursor = LogCursor.open(folder.resolve(CURSOR));
    return orClose(
        cursor,
        () -> {
          SpooledOutput stdout = spooled(folder, "stdout", cursor.position().stdout());
          return orClose(stdout, () -> tracked(folder, log, cursor, stdout));
        });
  }

  private static RunStreams tracked(
      Path folder, JsonFileLog log, LogCursor cursor, SpooledOutput stdout) {
    SpooledOutput stderr = spooled(folder, "stderr", cursor.position().stderr());
    return orClose(
        stderr,
        () -> {
          log.track(cursor, stdout.position(), stderr.position());
          return new RunStreams(stdout, stderr);
        });
  }

  private static SpooledOutput spooled(Path folder, String stream, long position) {
    Fd fifo = fifo(folder, stream);
    return orClose(
        fifo, () -> SpooledOutput.open(fifo, folder.resolve(stream + ".spool"), position));
  }

  private static Fd fifo(Path folder, String stream) {
    return Fd.open(folder.resolve(stream), Fd.O_RDONLY | Fd.O_NONBLOCK);
  }

  private interface Opening<T> {
    T open();
  }

  /** What was opened before belongs to what is opened next, unless that fails. */
  private static <T> T orClose(AutoCloseable before, Opening<T> next) {
    try {
      return next.open();
    } catch (RuntimeException | Error e) {
      try {
        before.close();
      } catch (Exception closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }
}
