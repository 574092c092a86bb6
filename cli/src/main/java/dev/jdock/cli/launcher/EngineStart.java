package dev.jdock.cli.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts an engine where none answers, one launcher at a time. */
final class EngineStart {
  private static final String READY = "ready\n";

  /** Begins a line for the user that precedes it. */
  private static final String NOTE = "note: ";

  private static final long PAUSE_NANOS = 20_000_000;

  /** Tells the engine which command it is started for, so that it can prepare that. */
  private static final String EXPECTED = "JDOCK_EXPECTED";

  private static final Pattern COMMAND = Pattern.compile("[a-z]+");

  private final Path home;
  private final EnginePaths paths;
  private final String word;

  /**
   * @param word the first that the user has typed; empty for none
   */
  EngineStart(Path home, EnginePaths paths, String word) {
    this.home = home;
    this.paths = paths;
    this.word = word;
  }

  /**
   * A connection to the engine that this launcher, or another one meanwhile, has started; null when
   * an engine was running and has ended again.
   */
  @Nullable Connection connect() throws IOException {
    try (FileChannel file = openLock()) {
      Connection connection = null;
      FileLock lock = null;
      while (connection == null && lock == null) {
        lock = file.tryLock();
        connection = Connection.open(paths.socket());
        if (connection == null && lock == null) {
          // Another launcher starts it, and may be stopped or slow: the engine is what counts.
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
      if (connection == null) {
        start();
        connection = Connection.open(paths.socket());
      }
      return connection;
    }
  }

  private FileChannel openLock() throws IOException {
    try {
      return FileChannel.open(
          paths.launchLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException("cannot write in the state directory " + paths.root(), e);
    }
  }

  /**
   * The engine writes notes and "ready" to its standard output, or the reason why it cannot start,
   * and closes it.
   */
  private void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("libexec/jdock-engine").toString(),
                paths.root().toString(),
                paths.runDirectory().toString())
            .directory(new File("/"))
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    builder.environment().remove(EXPECTED);
    if (COMMAND.matcher(word).matches()) {
      builder.environment().put(EXPECTED, word);
    }
    Process engine = builder.start();
    String said = new String(engine.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (said.isEmpty()) {
      throw new IOException("the engine ended before it was ready: see " + paths.log());
    }
    if (!said.endsWith(READY)) {
      throw new IOException("cannot start the engine: " + said.strip());
    }
    said.lines()
        .filter(line -> line.startsWith(NOTE))
        .forEach(line -> System.err.println("jdock: " + line.substring(NOTE.length())));
  }
}
