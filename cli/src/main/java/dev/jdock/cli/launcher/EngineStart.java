package dev.jdock.cli.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Starts an engine where none answers, one launcher at a time. */
final class EngineStart {
  private static final String READY = "ready\n";

  private final Path home;
  private final EnginePaths paths;

  EngineStart(Path home, EnginePaths paths) {
    this.home = home;
    this.paths = paths;
  }

  /** A connection to the engine that this launcher, or another one meanwhile, has started. */
  Connection connect() throws IOException {
    try (FileChannel file = openLock();
        FileLock lock = file.lock()) {
      Connection connection = Connection.open(paths.socket());
      if (connection == null) {
        start();
        connection = Connection.open(paths.socket());
      }
      if (connection == null || !lock.isValid()) {
        throw new IOException("the engine started, but does not listen on " + paths.socket());
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

  /** The engine says "ready" on its standard output, or why it is not, and closes it. */
  private void start() throws IOException {
    Process engine =
        new ProcessBuilder(
                home.resolve("libexec/jdock-engine").toString(),
                paths.root().toString(),
                paths.runDirectory().toString())
            .directory(new File("/"))
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    String said = new String(engine.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!said.endsWith(READY)) {
      throw new IOException("cannot start the engine: " + said.strip());
    }
  }
}
