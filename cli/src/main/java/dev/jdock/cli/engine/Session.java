package dev.jdock.cli.engine;

import dev.jdock.cli.launcher.Frame;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.socket.UnixConnection;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/** One connection of a launcher: greets it, fetches its descriptors, runs its command. */
final class Session {
  private static final String NO_ACCESS =
      "the kernel does not let the engine take over your terminal, pipes and files (%s):"
          + " it needs CAP_SYS_PTRACE in your namespaces, and a seccomp filter that allows it";

  private final UnixConnection connection;
  private final Hosting hosting;
  private final EngineProcess process;
  private volatile @Nullable CommandRun run;

  Session(UnixConnection connection, Hosting hosting, EngineProcess process) {
    this.connection = connection;
    this.hosting = hosting;
    this.process = process;
  }

  /** Until the launcher has its exit code, or is gone. */
  void serve() {
    try (connection;
        PidFd launcher = connection.peerProcess()) {
      send(
          Frame.of(
              Frame.HELLO,
              Frame.VERSION,
              process.build(),
              Long.toString(ProcessHandle.current().pid())));
      InputStream input = new BufferedInputStream(new ConnectionInput(connection.fd()));
      Frame first = Frame.read(input);
      if (first == null) {
        return;
      }
      switch (first.type()) {
        case Frame.QUIT -> send(Frame.exit(process.stopIfIdle(hosting) ? 0 : 1));
        case Frame.REQUEST -> runCommand(first, launcher, input);
        default -> throw new IOException("unexpected frame " + first.type());
      }
    } catch (IOException | SyscallException e) {
      System.out.println("session: " + e.getMessage());
    }
  }

  private void runCommand(Frame request, PidFd launcher, InputStream input) throws IOException {
    UserRequest user;
    Descriptors descriptors;
    try {
      user = request(request, launcher);
    } catch (SyscallException e) {
      send(Frame.of(Frame.ERROR, refusal(e)));
      return;
    } catch (AccessDeniedException e) {
      send(Frame.of(Frame.ERROR, NO_ACCESS.formatted(e.getMessage())));
      return;
    }
    try {
      descriptors = Descriptors.fetch(launcher);
    } catch (SyscallException e) {
      user.files().close();
      send(Frame.of(Frame.ERROR, refusal(e)));
      return;
    }
    CommandRun current = new CommandRun(hosting, user, descriptors, this::answer);
    run = current;
    Thread.ofPlatform().daemon().name("command " + user.pid()).start(current::run);
    try {
      for (Frame frame = Frame.read(input); frame != null; frame = Frame.read(input)) {
        if (frame.type() == Frame.SIGNAL && !frame.strings().isEmpty()) {
          current.signal(frame.strings().getFirst());
        }
      }
    } finally {
      current.abandon();
    }
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

  private static String refusal(SyscallException e) {
    return switch (e.errno()) {
      case EPERM, EACCES, ENOSYS -> NO_ACCESS.formatted(e.getMessage());
      default -> String.valueOf(e.getMessage());
    };
  }

  /** The engine is leaving: the command is told to end. */
  void end() {
    CommandRun current = run;
    if (current != null) {
      current.signal("TERM");
    } else {
      try {
        connection.shutdown();
      } catch (IllegalStateException e) {
        // Closed meanwhile: it has ended by itself.
        return;
      }
    }
  }

  private void answer(Frame frame) {
    try {
      send(frame);
      if (frame.type() == Frame.EXIT) {
        connection.shutdown();
      }
    } catch (SyscallException | IllegalStateException e) {
      // The launcher is gone, which the reader of the connection sees as well.
      return;
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
