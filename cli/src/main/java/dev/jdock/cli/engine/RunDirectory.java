package dev.jdock.cli.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where an engine's sockets and its containers' FIFOs are as long as the machine runs. */
final class RunDirectory implements AutoCloseable {
  private final EngineSettings settings;

  RunDirectory(EngineSettings settings) {
    this.settings = settings;
  }

  /** Makes it where there is none, for nobody but the engine's user. */
  void make() throws IOException {
    Path directory = settings.runDirectory();
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    removeDeadApiSocket();
  }

  /**
   * A killed engine leaves the API's usual socket, and this one may never be asked to serve there:
   * clients shall find nobody there, not a socket at which nobody answers.
   */
  private void removeDeadApiSocket() throws IOException {
    Path socket = settings.apiSocket();
    if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS) && !isListening(socket)) {
      Files.delete(socket);
    }
  }

  /** Whether somebody takes connections at this socket. */
  static boolean isListening(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes it and the API's folder where they are empty. */
  @Override
  public void close() {
    removeEmpty(settings.apiDirectory());
    removeEmpty(settings.runDirectory());
  }

  private static void removeEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Not empty: what is left there is for the next engine.
      return;
    }
  }
}
