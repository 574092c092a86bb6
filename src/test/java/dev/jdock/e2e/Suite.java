package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One run of the suite: a state root, the base image, and at the end the check that the program
 * left nothing on the machine.
 */
final class Suite implements AutoCloseable {

  private final Jdock jdock;
  private final Path root;
  private final Leftovers before;

  private Suite(Jdock jdock, Path root, Leftovers before) {
    this.jdock = jdock;
    this.root = root;
    this.before = before;
  }

  static Suite open() {
    List<String> command =
        List.of(System.getProperty("jdock.test.command", "jdock").strip().split("\\s+", -1));
    try {
      Path root = Files.createTempDirectory("jdock-e2e-");
      Jdock jdock = new Jdock(command, root, Path.of("/"), "e2e" + ProcessHandle.current().pid());
      Leftovers before = jdock.leftovers();
      importBusybox(jdock, root);
      return new Suite(jdock, root, before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void importBusybox(Jdock jdock, Path root) throws IOException {
    Path tar = root.resolveSibling(root.getFileName() + "-busybox.tar");
    try {
      Host.run(fixture("busybox-rootfs"), tar.toString()).ok();
      jdock.run("import", "-c", "CMD [\"sh\"]", tar.toString(), jdock.busybox()).ok();
    } finally {
      Files.deleteIfExists(tar);
    }
  }

  static String fixture(String name) {
    return Path.of(System.getProperty("jdock.test.fixtures", "fixtures"), name).toString();
  }

  /** Where a run may keep what is dear to make, such as a Debian root file system. */
  static Path cache() {
    try {
      return Files.createDirectories(
          Path.of(System.getProperty("jdock.test.work", "target"), "cache"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Jdock jdock() {
    return jdock;
  }

  @Override
  public void close() {
    jdock.removeLeavings();
    jdock.run("rmi", "-f", jdock.busybox());
    if (jdock.isReal()) {
      Host.deleteTree(root);
      return;
    }
    try {
      jdock.run("engine", "stop").ok();
      Eventually.that(
          () -> "left on the machine: " + jdock.leftovers().since(before),
          () -> jdock.leftovers().since(before).isEmpty());
    } finally {
      Host.deleteTree(root);
    }
  }
}
