package dev.jdock.cli.engine;

import dev.jdock.api.socket.ApiAddress;
import dev.jdock.cli.Command;
import dev.jdock.cli.api.ApiHost;
import dev.jdock.cli.api.ApiSettings;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.CompilerThreads;
import dev.jdock.linux.process.OwnProcess;
import dev.jdock.linux.socket.UnixConnection;
import dev.jdock.linux.socket.UnixListener;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The process's life: lock the root, open the machine room, listen, serve until idle or stopped,
 * and undo all that in reverse.
 */
final class EngineProcess implements EngineControl {
  private static final Duration PREDECESSOR_LEAVES = Duration.ofSeconds(30);
  private static final Duration SESSIONS_END = Duration.ofSeconds(3);

  /** How long a launcher may take from its greeting to what it wants. */
  private static final Duration DECISION = Duration.ofSeconds(5);

  private static final long DECISION_PAUSE_NANOS = 10_000_000;

  /** What is not for the first command begins when that has ended, or after this time. */
  private static final Duration FIRST_COMMAND = Duration.ofSeconds(2);

  private static final Duration CALM = Duration.ofSeconds(5);
  private static final Duration SHUTDOWN = Duration.ofSeconds(30);

  /** Errors of accept(2) for want of a resource, which may become free again. */
  private static final Set<Errno> EXHAUSTED =
      Set.of(Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM);

  private static final long ACCEPT_PAUSE_NANOS = 50_000_000;

  private final EngineSettings settings;
  private final Hosted.Factory factory;
  private final RunDirectory runDirectory;

  /** Put together while the machine room is opened: each takes a while. */
  private final CompletableFuture<Command> frontEnd;

  private final Instant started = Instant.now();
  private final EngineView view = EngineView.ofEngine();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final Idleness idleness;
  private final Crowd crowd = new Crowd();
  private final SessionThreads threads = new SessionThreads();
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile @Nullable UnixListener listener;
  private final ApiHost api;
  private @Nullable RootLock lock;
  private volatile @Nullable Hosted hosted;

  EngineProcess(
      EngineSettings settings, Hosted.Factory factory, Function<EngineControl, Command> frontEnd) {
    this.settings = settings;
    this.factory = factory;
    this.runDirectory = new RunDirectory(settings);
    this.idleness = new Idleness(settings.idle());
    this.api =
        new ApiHost(this::engine, settings.environment(), EngineProcess::log, idleness::visit);
    // The last, since its thread sees what is above.
    Executor beside = task -> Thread.ofPlatform().daemon().name("front end").start(task);
    this.frontEnd = CompletableFuture.supplyAsync(() -> frontEnd.apply(this), beside);
    var _ = this.frontEnd.thenAcceptAsync(made -> made.expect(settings.expected()), beside);
  }

  /**
   * Everything up to the point where launchers may connect.
   *
   * @return false when there is another engine that serves the root
   */
  boolean open() {
    boolean _ = CompilerThreads.holdBack();
    Optional<RootLock> taken =
        RootLock.take(
            settings.root(), PREDECESSOR_LEAVES, () -> RunDirectory.isListening(settings.socket()));
    if (taken.isEmpty()) {
      return false;
    }
    lock = taken.get();
    try {
      runDirectory.make();
      Hosted room = factory.open(settings.root(), settings.runDirectory());
      hosted = room;
      if (settings.expectsContainer()) {
        room.expectContainer();
      }
      Files.deleteIfExists(settings.socket());
      listener = UnixListener.bind(settings.socket());
      Files.setPosixFilePermissions(
          settings.socket(), PosixFilePermissions.fromString("rw-------"));
      return true;
    } catch (IOException | SyscallException e) {
      throw new EngineUnavailable("cannot listen on " + settings.socket() + ": " + Reason.of(e), e);
    }
  }

  /** Serves launchers until {@link #stop} or idleness; only the state on disk remains then. */
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
    Thread.ofPlatform().daemon().name("calm").start(this::returnMemory);
    Thread.ofPlatform().daemon().name("later").start(() -> afterFirstCommand(room));
    serveConfigured();
    // Closed from the last to the first: the next engine makes the directory once it has the lock.
    try (held;
        runDirectory;
        room;
        api) {
      Command command = (engine, invocation) -> frontEnd.join().run(engine, invocation);
      UnixConnection connection = next(open);
      while (connection != null) {
        admit(connection, new Hosting(room.engine(), command, () -> isWorking(room)));
        connection = next(open);
      }
      watch.interrupt();
      Files.deleteIfExists(settings.socket());
      open.close();
      endSessions();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    log("gone");
  }

  /** Whether its end would interrupt anything but commands. */
  private boolean isWorking(Hosted room) {
    return api.isBusy() || room.working();
  }

  /** Where the settings want the API; what is wrong with them keeps no command from running. */
  private void serveConfigured() {
    try {
      ApiSettings settings = ApiSettings.read(Path.of("/etc"));
      if (!settings.addresses().isEmpty()) {
        api.listen(settings);
      }
    } catch (JdockException e) {
      log("API: " + e.getMessage());
    }
  }

  private Engine engine() {
    Hosted room = hosted;
    if (room == null) {
      throw new IllegalStateException("not open");
    }
    return room.engine();
  }

  @Override
  public ApiHost api() {
    return api;
  }

  @Override
  public ApiAddress apiAddress() {
    return settings.apiAddress();
  }

  /** Whatever came of it: nothing is left to wait for. */
  void ended() {
    gone.countDown();
  }

  /** The next connection; null when the engine is to leave. What is exhausted is waited for. */
  private static @Nullable UnixConnection next(UnixListener open) {
    boolean told = false;
    while (true) {
      try {
        return open.accept();
      } catch (SyscallException e) {
        if (!EXHAUSTED.contains(e.errno())) {
          throw e;
        }
        if (!told) {
          log("commands have to wait: " + e.getMessage());
          told = true;
        }
        LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
      }
    }
  }

  private void leaveWhenIdle(Hosted room) {
    try {
      idleness.await(() -> api.isServing() || room.busy());
      stop("idle for " + settings.idle().toSeconds() + " s");
    } catch (InterruptedException e) {
      // The engine is stopping already.
      return;
    }
  }

  /**
   * The first command is what somebody waits for while the JVM starts. Until it has ended nothing
   * takes a processor from it that it does not need.
   */
  private void afterFirstCommand(Hosted room) {
    try {
      idleness.awaitFirst(FIRST_COMMAND);
    } catch (InterruptedException e) {
      // Nobody does that; the thread ends with the process.
      return;
    }
    CompilerThreads.release();
    room.expectContainer();
  }

  /** What commands have taken is the machine's again a little after the last of them. */
  private void returnMemory() {
    try {
      long visits = 0;
      while (true) {
        visits = idleness.awaitCalm(visits, CALM);
        System.gc();
        OwnProcess.returnMemory();
      }
    } catch (InterruptedException e) {
      // Nobody does that; the thread ends with the process.
      return;
    }
  }

  private void admit(UnixConnection connection, Hosting hosting) {
    UnixConnection.Peer peer;
    try {
      peer = connection.peer();
    } catch (SyscallException e) {
      log("refused: " + e.getMessage());
      connection.close();
      return;
    }
    if (peer.uid() != OwnProcess.uid()) {
      log("refused uid " + peer.uid());
      connection.close();
      return;
    }
    Session session = new Session(connection, hosting, this);
    sessions.add(session);
    idleness.enter();
    try {
      threads.start("command " + peer.pid(), () -> session.serve(this::leave));
    } catch (OutOfMemoryError e) {
      // So says the JVM when the kernel gives it no further thread.
      log("refused process " + peer.pid() + ": no thread for it");
      session.refuse(Session.NO_THREAD);
      leave(session);
    }
  }

  private void leave(Session session) {
    sessions.remove(session);
    idleness.leave();
  }

  private void endSessions() {
    for (Session session : sessions) {
      session.end();
    }
    idleness.awaitNobody(SESSIONS_END);
  }

  /**
   * For launchers of another build. Containers and the API's addresses are taken over by its
   * engine. After an upgrade several may come at once, a service and the first command: one that
   * has not said yet what it wants is waited for, as it may be about to ask the same.
   */
  boolean stopIfIdle(Hosting hosting) {
    long deadline = System.nanoTime() + DECISION.toNanos();
    while (!hosting.working() && sessions.stream().noneMatch(Session::isAtWork)) {
      if (sessions.stream().allMatch(Session::isOver)) {
        stop("another build takes over");
        return true;
      }
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(DECISION_PAUSE_NANOS);
    }
    return false;
  }

  @Override
  public void stop(String reason) {
    log("leaving: " + reason);
    UnixListener open = listener;
    if (open != null) {
      open.stop();
    }
  }

  /** For the JVM's shutdown hook, which a signal starts: returns when everything is undone. */
  void stopAndWait() {
    if (gone.getCount() > 0) {
      stop("told to by a signal");
      try {
        if (!gone.await(SHUTDOWN.toSeconds(), TimeUnit.SECONDS)) {
          log("does not leave: ended as it is");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public List<String> atStake() {
    return sessions.stream().flatMap(session -> session.atStake().stream()).sorted().toList();
  }

  /** What this process sees of the machine's files. */
  EngineView view() {
    return view;
  }

  Crowd crowd() {
    return crowd;
  }

  SessionThreads threads() {
    return threads;
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
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("no VmRSS in /proc/self/status");
  }

  private static void log(String line) {
    System.out.println(Instant.now() + " " + line);
  }
}
