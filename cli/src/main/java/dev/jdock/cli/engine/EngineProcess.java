package dev.jdock.cli.engine;

import dev.jdock.cli.Command;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.OwnProcess;
import dev.jdock.linux.socket.UnixConnection;
import dev.jdock.linux.socket.UnixListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The process's life: lock the root, open the machine room, listen, serve until idle or told to
 * stop, and undo all that in reverse.
 */
final class EngineProcess implements EngineControl {
  private static final Duration PREDECESSOR_LEAVES = Duration.ofSeconds(15);
  private static final Duration SESSIONS_END = Duration.ofSeconds(3);

  private final EngineSettings settings;
  private final Hosted.Factory factory;
  private final Function<EngineControl, Command> frontEnd;
  private final Instant started = Instant.now();
  private final EngineView view = EngineView.ofEngine();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final Idleness idleness;
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile @Nullable UnixListener listener;
  private @Nullable RootLock lock;
  private @Nullable Hosted hosted;

  EngineProcess(
      EngineSettings settings, Hosted.Factory factory, Function<EngineControl, Command> frontEnd) {
    this.settings = settings;
    this.factory = factory;
    this.frontEnd = frontEnd;
    this.idleness = new Idleness(settings.idle());
  }

  /** Everything up to the point where launchers may connect. */
  void open() {
    lock = RootLock.take(settings.root(), PREDECESSOR_LEAVES);
    try {
      makeRunDirectory();
      hosted = factory.open(settings.root(), settings.runDirectory());
      Files.deleteIfExists(settings.socket());
      listener = UnixListener.bind(settings.socket());
      Files.setPosixFilePermissions(
          settings.socket(), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | SyscallException e) {
      throw new EngineUnavailable("cannot listen on " + settings.socket() + ": " + e, e);
    }
  }

  private void makeRunDirectory() throws IOException {
    Path directory = settings.runDirectory();
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  /** Serves launchers until {@link #stop} or idleness; leaves nothing behind but the state. */
  void serve() {
    UnixListener open = listener;
    Hosted room = hosted;
    RootLock held = lock;
    if (open == null || room == null || held == null) {
      throw new IllegalStateException("not open");
    }
    log("serving " + settings.root() + " as build " + settings.build());
    room.warnings().forEach(EngineProcess::log);
    Thread watch = Thread.ofPlatform().daemon().name("idle").start(() -> leaveWhenIdle(room));
    Command command = frontEnd.apply(this);
    try (held;
        room) {
      UnixConnection connection = open.accept();
      while (connection != null) {
        admit(connection, new Hosting(room.engine(), command, room::busy));
        connection = open.accept();
      }
      watch.interrupt();
      Files.deleteIfExists(settings.socket());
      open.close();
      endSessions();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    removeRunDirectory();
    log("gone");
    gone.countDown();
  }

  private void leaveWhenIdle(Hosted room) {
    try {
      idleness.await(() -> room.busy());
      stop("idle for " + settings.idle().toSeconds() + " s");
    } catch (InterruptedException e) {
      // The engine is stopping already.
      return;
    }
  }

  private void admit(UnixConnection connection, Hosting hosting) {
    UnixConnection.Peer peer = connection.peer();
    if (peer.uid() != OwnProcess.uid()) {
      log("refused uid " + peer.uid());
      connection.close();
      return;
    }
    Session session = new Session(connection, hosting, this);
    sessions.add(session);
    idleness.enter();
    Thread.ofPlatform()
        .daemon()
        .name("session " + peer.pid())
        .start(() -> {
          try {
            session.serve();
          } finally {
            sessions.remove(session);
            idleness.leave();
          }
        });
  }

  private void endSessions() {
    for (Session session : sessions) {
      session.end();
    }
    idleness.awaitNobody(SESSIONS_END);
  }

  private void removeRunDirectory() {
    try {
      Files.deleteIfExists(settings.runDirectory());
    } catch (IOException e) {
      // Not empty: what is left there is for the next engine.
      return;
    }
  }

  boolean stopIfIdle(Hosting hosting) {
    if (hosting.busy() || sessions.size() > 1) {
      return false;
    }
    stop("another build takes over");
    return true;
  }

  @Override
  public void stop(String reason) {
    log("leaving: " + reason);
    UnixListener open = listener;
    if (open != null) {
      open.stop();
    }
  }

  /** For the JVM's shutdown hook, which a signal starts: returns once nothing is left to undo. */
  void stopAndWait() {
    if (gone.getCount() > 0) {
      stop("told to by a signal");
      try {
        gone.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What this process sees of the machine's files. */
  EngineView view() {
    return view;
  }

  String build() {
    return settings.build();
  }

  @Override
  public Path log() {
    return settings.log();
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus(
        ProcessHandle.current().pid(),
        settings.build(),
        settings.root(),
        started,
        sessions.size(),
        residentBytes());
  }

  private static long residentBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw new IllegalStateException("no VmRSS in /proc/self/status");
  }

  private static void log(String line) {
    System.out.println(Instant.now() + " " + line);
  }
}
