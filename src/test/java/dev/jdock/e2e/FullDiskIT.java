package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** As Docker has it. */
  private static final String FULL = "no space left on device";

  /** As commands in containers have it. */
  private static final String OF_COMMANDS = "No space left on device";

  private static final List<String> REMEMBERED =
      List.of("build-cache/builds", "build-cache/parts", "build-cache/file-digests");

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
    // What is deleted behind the command's back would make room again.
    Eventually.that(
        () -> "a container has files in " + Host.filesBelow(root.path()),
        () -> !hasFilesOfContainers());
    try (OutputStream filler = Files.newOutputStream(filler())) {
      byte[] zeros = new byte[4096];
      while (true) {
        filler.write(zeros);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining(OF_COMMANDS);
    }
  }

  @AfterEach
  void close() {
    root.close();
  }

  private boolean hasFilesOfContainers() {
    try {
      return Host.filesBelow(root.path()).stream().anyMatch(file -> file.startsWith("containers/"));
    } catch (UncheckedIOException goneMeanwhile) {
      return true;
    }
  }

  private Path filler() {
    return root.path().resolve("filler");
  }

  private static void says(Result failed) {
    assertThat(failed.err()).as("%s", failed).contains(FULL);
  }

  /** The command fails for want of space, without a trace; given space it works. */
  private void failsUntilThereIsSpace(String... command) throws IOException {
    Set<String> before = filesAtRest();
    Result failed = jdock.run(command);
    assertThat(failed.exitCode()).as("%s", failed).isNotZero();
    says(failed);
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
  void pullFails() throws IOException {
    try (Registry registry = Registry.start()) {
      failsUntilThereIsSpace("pull", pushed(registry, 1_000_000));
    }
  }

  @Test
  void pullThatFillsTheDiskLeavesNothing() throws IOException {
    try (Registry registry = Registry.start()) {
      String name = pushed(registry, 30_000_000);
      Files.delete(filler());
      Set<String> before = filesAtRest();
      says(jdock.run("pull", name).exits(1));
      eventuallyHasOnly(before);
      Host.run("mount", "-o", "remount,size=96m", root.path().toString()).ok();
      jdock.run("pull", name).ok();
      jdock.run("run", "--rm", name, "test", "-s", "/big").ok();
    }
  }

  @Test
  void saveFails() throws IOException {
    Path archive = root.path().resolve("saved.tar");
    failsUntilThereIsSpace("save", "-o", archive.toString(), jdock.busybox());
  }

  @Test
  void loadFails() throws IOException {
    Path archive = folder.resolve("saved.tar");
    suite.run("save", "-o", archive.toString(), big(1_000_000)).ok();
    failsUntilThereIsSpace("load", "-i", archive.toString());
  }

  /** An image with a layer of its own, of that many bytes, which compress well. */
  private String big(int size) {
    String name = suite.image();
    Host.write(
        folder.resolve("big/Dockerfile"),
        "FROM " + suite.busybox() + "\nRUN head -c " + size + " /dev/zero >/big\n");
    suite.run("build", "-q", "-t", name, folder.resolve("big").toString()).ok();
    return name;
  }

  private String pushed(Registry registry, int size) {
    String name = registry.host() + "/team/big:1";
    suite.run("tag", big(size), name).ok();
    suite.run("push", name).ok();
    suite.run("rmi", name).ok();
    return name;
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
    jdock.run("build", "-t", suite.image(), folder.toString()).exits(1).saysOnErr(OF_COMMANDS);
    eventuallyHasOnly(before);
  }

  @Test
  void containerThatFillsTheDiskIsRemovedAsAnyOther() throws IOException {
    Files.delete(filler());
    Set<String> before = filesAtRest();
    jdock
        .run("run", "--rm", jdock.busybox(), "sh", "-c", "dd if=/dev/zero of=/big bs=1M count=30")
        .exits(1)
        .saysOnErr(OF_COMMANDS);
    eventuallyHasOnly(before);
    jdock.run("run", "--rm", jdock.busybox(), "true").ok();
  }

  /**
   * Without the endpoints and files of containers that are gone: the kernel takes its time over
   * their links, and nobody waits for the other.
   */
  private Set<String> filesAtRest() {
    assertThat(jdock.run("ps", "-aq").text()).isEmpty();
    Set<String> files = new TreeSet<>(Host.filesBelow(root.path()));
    files.removeIf(
        file -> file.startsWith("networks/endpoints/") || file.startsWith("containers/"));
    return files;
  }

  /** Without what the builder remembers of the last builds, failed ones too, and of files. */
  private static Set<String> withoutMemory(Set<String> files) {
    Set<String> others = new TreeSet<>(files);
    others.removeIf(file -> REMEMBERED.stream().anyMatch(file::startsWith));
    return others;
  }

  private void eventuallyHasOnly(Set<String> files) {
    Eventually.that(
        () -> Host.filesBelow(root.path()) + " instead of " + files,
        () -> {
          try {
            return withoutMemory(Host.filesBelow(root.path())).equals(withoutMemory(files));
          } catch (UncheckedIOException goneMeanwhile) {
            return false;
          }
        });
  }
}
