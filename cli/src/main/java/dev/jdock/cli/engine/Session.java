package dev.jdock.cli.engine;

import dev.jdock.cli.launcher.Frame;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.socket.UnixConnection;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of a launcher: greets it, fetches its descriptors, runs its command. */
final class Session {
  private static final String NO_ACCESS =
      "the kernel does not let the engine take over your terminal, pipes and files (%s):"
          + " it needs CAP_SYS_PTRACE in your namespaces, and a seccomp filter that allows it";

  /** Where the kernel gives the engine none. */
  static final String NO_THREAD = "the engine can have no further thread: end some of its commands";

  private final UnixConnection connection;
  private final Hosting hosting;
  private final EngineProcess process;
  private volatile @Nullable CommandRun run;
  private volatile @Nullable UserRequest asked;

  /** The launcher is of another build, and wants no command of this engine on this connection. */
  private volatile boolean foreign;

  Session(UnixConnection connection, Hosting hosting, EngineProcess process) {
    this.connection = connection;
    this.hosting = hosting;
    this.process = process;
  }

  /**
   * Runs the launcher's command on the calling thread; another one listens to the launcher
   * meanwhile.
   *
   * @param end called when the launcher has received its exit code, or has ended, whatever has
   *     happened
   */
  void serve(Consumer<Session> end) {
    CommandRun command = null;
    try (PidFd launcher = connection.peerProcess()) {
      command = talk(launcher, end);
    } catch (IOException | SyscallException e) {
      System.out.println("session: " + e.getMessage());
      answer(Frame.of(Frame.ERROR, Reason.of(e)));
    } finally {
      if (command == null) {
        close();
        end.accept(this);
      }
    }
    if (command != null) {
      command.run();
    }
  }

  /**
   * Not while the command's thread uses it: the kernel gives the descriptor's number to the next
   * connection at once, and that thread would end the wrong one.
   */
  private synchronized void close() {
    connection.close();
  }

  /** Returns the command that is to be run; null where the session is over. */
  private @Nullable CommandRun talk(PidFd launcher, Consumer<Session> end) throws IOException {
    send(
        Frame.of(
            Frame.HELLO,
            Frame.VERSION,
            process.build(),
            Long.toString(ProcessHandle.current().pid()),
            Integer.toString(Frame.STATE)));
    InputStream input = new BufferedInputStream(new ConnectionInput(connection.fd()));
    Frame first = Frame.read(input);
    if (first == null) {
      return null;
    }
    switch (first.type()) {
      case Frame.QUIT -> {
        foreign = true;
        send(Frame.exit(process.stopIfIdle(hosting) ? 0 : 1));
      }
      case Frame.REQUEST -> {
        return begin(first, launcher, input, end);
      }
      case Frame.BOUND_REQUEST -> {
        Frame request = first.requestTo(process.build()).orElse(null);
        if (request != null) {
          return begin(request, launcher, input, end);
        }
        foreign = true;
      }
      default -> throw new IOException("unexpected frame " + first.type());
    }
    return null;
  }

  private @Nullable CommandRun begin(
      Frame request, PidFd launcher, InputStream input, Consumer<Session> end) throws IOException {
    UserRequest user = understood(request, launcher);
    CommandRun command = user == null ? null : admit(user, launcher);
    return user != null && command != null && follow(command, user, input, end) ? command : null;
  }

  /** The launcher prints this, and the connection ends. */
  void refuse(String reason) {
    answer(Frame.of(Frame.ERROR, reason));
    close();
  }

  /** Whether there is no command any more, or none to come: its launcher knows or is about to. */
  boolean isOver() {
    return foreign || (run != null && asked == null);
  }

  /** Whether there is a command that has not ended. */
  boolean isAtWork() {
    return asked != null;
  }

  /** The command, if the engine's end would be a loss to it. */
  Optional<String> atStake() {
    UserRequest user = asked;
    return user == null ? Optional.empty() : Stake.of(user);
  }

  /** Returns null where the launcher is told why not. */
  private @Nullable UserRequest understood(Frame request, PidFd launcher) throws IOException {
    try {
      return request(request, launcher);
    } catch (SyscallException e) {
      send(Frame.of(Frame.ERROR, refusal(e)));
    } catch (AccessDeniedException e) {
      send(Frame.of(Frame.ERROR, NO_ACCESS.formatted(e.getMessage())));
    }
    return null;
  }

  /** Returns null where the launcher is told why not. */
  private @Nullable CommandRun admit(UserRequest user, PidFd launcher) {
    asked = user;
    try {
      run = process.crowd().admit(user, () -> prepare(user, launcher));
    } catch (SyscallException e) {
      user.files().close();
      send(Frame.of(Frame.ERROR, refusal(e)));
    }
    return run;
  }

  /**
   * Listens to the launcher, on a thread of its own: the command's is awake already.
   *
   * @return whether there is such a thread; if not, the launcher is told
   */
  private boolean follow(
      CommandRun command, UserRequest user, InputStream input, Consumer<Session> end) {
    try {
      process
          .threads()
          .start(
              "launcher " + user.pid(),
              () -> {
                try {
                  listen(command, input);
                } finally {
                  release(command);
                  close();
                  end.accept(this);
                }
              });
      return true;
    } catch (OutOfMemoryError e) {
      // So says the JVM when the kernel gives it no further thread.
      asked = null;
      release(command);
      user.files().close();
      answer(Frame.of(Frame.ERROR, NO_THREAD));
      return false;
    }
  }

  private static void listen(CommandRun command, InputStream input) {
    try {
      for (Frame frame = Frame.read(input); frame != null; frame = Frame.read(input)) {
        if (frame.type() == Frame.SIGNAL && !frame.strings().isEmpty()) {
          command.signal(frame.strings().getFirst());
        }
      }
    } catch (IOException | SyscallException e) {
      System.out.println("session: " + e.getMessage());
    }
  }

  private void release(CommandRun command) {
    command.abandon();
    process.crowd().leave();
  }

  /** The launcher holds the connection and waits, so that what its pid names is the launcher. */
  private UserRequest request(Frame frame, PidFd launcher) throws IOException {
    int pid = connection.peer().pid();
    if (pid == 0) {
      throw new AccessDeniedException("you are in a pid namespace that it does not see");
    }
    UserRequest user = UserRequest.parse(frame, pid, process.view());
    if (!launcher.isAlive()) {
      user.files().close();
      throw new IOException("the launcher has ended");
    }
    return user;
  }

  private CommandRun prepare(UserRequest user, PidFd launcher) {
    Descriptors descriptors = Descriptors.fetch(launcher);
    try {
      return new CommandRun(hosting, user, descriptors, this::answer);
    } catch (SyscallException e) {
      descriptors.close();
      throw e;
    }
  }

  private static String refusal(SyscallException e) {
    return switch (e.errno()) {
      case EMFILE -> Crowd.refusal();
      case EPERM, EACCES, ENOSYS -> NO_ACCESS.formatted(e.getMessage());
      default -> String.valueOf(e.getMessage());
    };
  }

  /** Called when the engine is stopping: the command receives SIGTERM. */
  void end() {
    CommandRun current = run;
    if (current != null) {
      current.signal("TERM");
    } else {
      hangUp();
    }
  }

  private synchronized void hangUp() {
    if (connection.fd().isOpen()) {
      connection.shutdown();
    }
  }

  private void answer(Frame frame) {
    if (frame.type() == Frame.EXIT) {
      // The launcher ends with this; that its session is here a moment longer keeps no engine.
      asked = null;
    }
    try {
      send(frame);
    } catch (SyscallException | IllegalStateException e) {
      // The launcher is gone, which the reader of the connection sees as well.
      return;
    }
    if (frame.type() == Frame.EXIT) {
      hangUp();
    }
  }

  private synchronized void send(Frame frame) {
    connection.fd().writeFully(frame.bytes());
  }

  /** The connection as a stream that the session owns, not the stream. */
  private static final class ConnectionInput extends InputStream {
    private final Fd fd;

    ConnectionInput(Fd fd) {
      this.fd = fd;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      byte[] part = new byte[length];
      try {
        int count = fd.read(part);
        System.arraycopy(part, 0, buffer, offset, Math.max(count, 0));
        return count == 0 ? -1 : count;
      } catch (SyscallException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }
}
