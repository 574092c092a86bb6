package dev.jdock.cli.launcher;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The launcher's end of a connection to the engine. */
final class Connection implements AutoCloseable {
  private final SocketChannel channel;
  private final InputStream input;
  private List<String> hello = List.of();

  private Connection(SocketChannel channel) {
    this.channel = channel;
    this.input = new BufferedInputStream(Channels.newInputStream(channel));
  }

  /** Null when no engine is listening. */
  static @Nullable Connection open(Path socket) throws IOException {
    if (!Files.exists(socket)) {
      return null;
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new Connection(channel);
    } catch (IOException e) {
      // Refused: the socket of an engine that was killed. Anything else shows up when starting one.
      channel.close();
      return null;
    }
  }

  /** Waits for the greeting; false when the engine ends without one. */
  boolean hello() throws IOException {
    Frame frame = readOrNull();
    if (frame == null) {
      return false;
    }
    if (frame.type() == Frame.ERROR) {
      throw new IOException(String.join(" ", frame.strings()));
    }
    hello = frame.strings();
    if (frame.type() != Frame.HELLO || hello.size() < 3) {
      throw new IOException("something else than a jdock engine listens on its socket");
    }
    if (!hello.getFirst().equals(Frame.VERSION)) {
      throw new IOException(
          "the running engine (process %s) speaks protocol %s, this jdock %s: stop it with kill %s"
              .formatted(pid(), hello.getFirst(), Frame.VERSION, pid()));
    }
    return true;
  }

  boolean greeted() {
    return !hello.isEmpty();
  }

  String build() {
    return hello.get(1);
  }

  String pid() {
    return hello.get(2);
  }

  /**
   * @throws IOException for an engine of a newer jdock, after which no engine of this one could
   *     start
   */
  void requireKnownState() throws IOException {
    int state = hello.size() < 4 ? 0 : Integer.parseInt(hello.get(3));
    if (state > Frame.STATE) {
      throw new IOException(
          "the running engine (process %s) is of a newer jdock (state version %d): this one reads versions up to %d"
              .formatted(pid(), state, Frame.STATE));
    }
  }

  /** Asks an engine without work to leave, and waits until it has; false when it stays. */
  boolean quit() throws IOException {
    send(Frame.of(Frame.QUIT));
    Frame answer = readOrNull();
    if (answer != null && answer.type() == Frame.EXIT && answer.code() != 0) {
      return false;
    }
    while (answer != null) {
      answer = readOrNull();
    }
    return true;
  }

  /**
   * Has the engine run the command, and returns its exit code.
   *
   * @param stops whether it is the engine's end, which may come before the answer
   */
  int command(Frame request, boolean stops) throws IOException {
    send(request);
    ForwardedSignals.install(this);
    while (true) {
      Frame frame = readOrNull();
      if (frame == null && stops) {
        return 0;
      }
      if (frame == null) {
        ForwardedSignals.repairTerminal();
        throw new IOException("the engine went away before the command had ended");
      }
      switch (frame.type()) {
        case Frame.EXIT -> {
          return frame.code();
        }
        case Frame.PROGRAM -> {
          return run(frame.strings());
        }
        case Frame.ERROR -> throw new IOException(String.join(" ", frame.strings()));
        case Frame.SUSPEND -> ForwardedSignals.suspend();
        default -> throw new IOException("unknown frame " + (char) frame.type());
      }
    }
  }

  /** Java cannot become another program: it waits for it. */
  private static int run(List<String> strings) throws IOException {
    int count = Integer.parseInt(strings.getFirst());
    ProcessBuilder program = new ProcessBuilder(strings.subList(1, 1 + count)).inheritIO();
    for (String variable : strings.subList(1 + count, strings.size())) {
      int equals = variable.indexOf('=');
      program.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    try {
      return program.start().waitFor();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Waits for the engine's process: it answers its own stop before it has put away its links and
   * unlocked its root.
   */
  void awaitEnd() throws IOException {
    close();
    ProcessHandle.of(Long.parseLong(pid())).ifPresent(engine -> engine.onExit().join());
  }

  synchronized void send(Frame frame) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private @Nullable Frame readOrNull() throws IOException {
    try {
      return Frame.read(input);
    } catch (EOFException | SocketException e) {
      return null;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("reset")) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
