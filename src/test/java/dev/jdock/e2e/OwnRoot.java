package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A state root, and so an engine, for one test alone. Closing stops the engine and removes it. */
final class OwnRoot implements AutoCloseable {

  /** What is in the folder jdock may change afterwards. */
  private static final String PRIVATE_ETC =
      """
      mount -t overlay -o ro,lowerdir="$0":/etc jdock-e2e /etc
      mount --bind "$0/jdock" /etc/jdock
      exec "$@"
      """;

  private final Jdock jdock;
  private final Path root;
  private final boolean mounted;

  private OwnRoot(Jdock jdock, Path root, boolean mounted) {
    this.jdock = jdock;
    this.root = root;
    this.mounted = mounted;
  }

  /** With the small image in it. */
  static OwnRoot of(Jdock jdock) {
    return make(jdock, "");
  }

  /** A file system of its own of that size, such as 16m, with the small image in it. */
  static OwnRoot ofSize(Jdock jdock, String size) {
    return make(jdock, size);
  }

  /**
   * With the small image in it, and a folder laid over {@code /etc}, for nobody else to see: the
   * engine runs in a mount namespace of its own.
   *
   * @param etc has a folder jdock, the only one that may change later on
   */
  static OwnRoot withEtc(Jdock jdock, Path etc) {
    return of(
        jdock
            .with("JDOCK_NAMESPACES", "caller")
            .behind(List.of("unshare", "-m", "sh", "-ec", PRIVATE_ETC, etc.toString())));
  }

  /** In a folder of some file system, with the small image in it. */
  static OwnRoot in(Jdock jdock, Path folder) throws IOException {
    Path root = folder.resolve("root");
    OwnRoot own = new OwnRoot(jdock.with("JDOCK_ROOT", root.toString()), root, false);
    Suite.importBusybox(own.jdock, folder);
    return own;
  }

  private static OwnRoot make(Jdock jdock, String size) {
    try {
      Path root = Files.createTempDirectory("jdock-e2e-own-");
      if (!size.isEmpty()) {
        Host.run("mount", "-t", "tmpfs", "-o", "size=" + size, "jdock-e2e", root.toString()).ok();
      }
      OwnRoot own = new OwnRoot(jdock.with("JDOCK_ROOT", root.toString()), root, !size.isEmpty());
      Suite.importBusybox(own.jdock, root);
      return own;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Jdock jdock() {
    return jdock;
  }

  Path path() {
    return root;
  }

  @Override
  public void close() {
    for (String id : jdock.run("ps", "-aq").out().lines().toList()) {
      jdock.run("rm", "-f", id);
    }
    jdock.run("engine", "stop", "--force");
    awaitEngine();
    if (mounted) {
      // The engine may be at its last few instructions.
      Eventually.that(
          () -> root + " is busy", () -> Host.run("umount", root.toString()).exitCode() == 0);
    }
    Host.deleteTree(root);
  }

  /** An engine holds the lock of its root until it has put everything away. */
  private void awaitEngine() {
    Path file = root.resolve("engine.lock");
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.lock().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
