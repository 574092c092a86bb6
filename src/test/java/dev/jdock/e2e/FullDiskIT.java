package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state root's file system has no room: commands say so, and leave nothing half done. */
@EndToEnd
@JdockOnly("Docker's root is not ours to fill")
class FullDiskIT {

  private static final String FULL = "No space left on device";

  private final Jdock suite;
  private @TempDir Path folder = Path.of("");
  private OwnRoot root;
  private Jdock jdock;

  FullDiskIT(Jdock jdock) {
    this.suite = jdock;
    this.root = null;
    this.jdock = jdock;
  }

  @BeforeEach
  void fill() throws IOException {
    root = OwnRoot.ofSize(suite, "16m");
    jdock = root.jdock();
    jdock.run("run", "--rm", jdock.busybox(), "true").ok();
    try (OutputStream filler = Files.newOutputStream(filler())) {
      byte[] zeros = new byte[4096];
      while (true) {
        filler.write(zeros);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining(FULL);
    }
  }

  @AfterEach
  void close() {
    root.close();
  }

  private Path filler() {
    return root.path().resolve("filler");
  }

  /** The command fails for want of space, without a trace; given space it works. */
  private void failsUntilThereIsSpace(String... command) throws IOException {
    Set<String> before = filesAtRest();
    Result failed = jdock.run(command);
    assertThat(failed.exitCode()).as("%s", failed).isNotZero();
    failed.saysOnErr(FULL);
    assertThat(failed.err()).doesNotContain("Exception").doesNotContain("\tat ");
    eventuallyHasOnly(before);
    assertThat(jdock.run("ps", "-aq").text()).isEmpty();
    Files.delete(filler());
    jdock.run(command).ok();
  }

  @Test
  void runFails() throws IOException {
    failsUntilThereIsSpace("run", "--rm", jdock.busybox(), "true");
  }

  @Test
  void tagFails() throws IOException {
    failsUntilThereIsSpace("tag", jdock.busybox(), suite.image());
  }

  @Test
  void importFails() throws IOException {
    Path tar = folder.resolve("busybox.tar");
    Host.run(Suite.fixture("busybox-rootfs"), tar.toString()).ok();
    failsUntilThereIsSpace("import", tar.toString(), suite.image());
  }

  @Test
  void buildThatCopiesFails() throws IOException {
    Host.write(folder.resolve("f"), "x".repeat(1_000_000));
    Host.write(folder.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\nCOPY f /f\n");
    failsUntilThereIsSpace("build", "-t", suite.image(), folder.toString());
  }

  @Test
  void buildThatRunsFails() throws IOException {
    Host.write(
        folder.resolve("Dockerfile"),
        "FROM " + jdock.busybox() + "\nRUN head -c 1000000 /dev/zero >/big\n");
    failsUntilThereIsSpace("build", "-t", suite.image(), folder.toString());
  }

  @Test
  void stepThatFillsTheDiskLeavesNothing() throws IOException {
    Files.delete(filler());
    Set<String> before = filesAtRest();
    Host.write(
        folder.resolve("Dockerfile"),
        "FROM " + jdock.busybox() + "\nRUN dd if=/dev/zero of=/big bs=1M count=30\n");
    jdock.run("build", "-t", suite.image(), folder.toString()).exits(1).saysOnErr(FULL);
    eventuallyHasOnly(before);
  }

  @Test
  void containerThatFillsTheDiskIsRemovedAsAnyOther() throws IOException {
    Files.delete(filler());
    Set<String> before = filesAtRest();
    jdock
        .run("run", "--rm", jdock.busybox(), "sh", "-c", "dd if=/dev/zero of=/big bs=1M count=30")
        .exits(1)
        .saysOnErr(FULL);
    eventuallyHasOnly(before);
    jdock.run("run", "--rm", jdock.busybox(), "true").ok();
  }

  /**
   * Without the endpoints of containers that are gone: the kernel takes its time over their links.
   */
  private Set<String> filesAtRest() {
    Set<String> files = new TreeSet<>(Host.filesBelow(root.path()));
    files.removeIf(file -> file.startsWith("networks/endpoints/"));
    return files;
  }

  private void eventuallyHasOnly(Set<String> files) {
    Eventually.that(
        () -> Host.filesBelow(root.path()) + " instead of " + files,
        () -> {
          try {
            return Host.filesBelow(root.path()).equals(files);
          } catch (UncheckedIOException goneMeanwhile) {
            return false;
          }
        });
  }
}
