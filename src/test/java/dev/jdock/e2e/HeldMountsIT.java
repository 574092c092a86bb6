package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel takes a container's mounts down before it tells of its end, unless somebody holds its
 * mount namespace: the engine does for those that nobody starts again, and only if nothing of the
 * host's is mounted there.
 */
@EndToEnd
@JdockOnly("Docker's shims hold nothing")
class HeldMountsIT {
  private final Jdock jdock;

  HeldMountsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void thoseOfAContainerThatRemovesItselfAreHeldUntilItIsGone() {
    String name = jdock.container();
    jdock.run("run", "-d", "--rm", "--name", name, jdock.busybox(), "sleep", "600").ok();
    String mounts = namespace(name);
    assertThat(held()).contains(mounts);
    jdock.run("stop", "-t", "0", name).ok();
    Eventually.that(() -> "the engine has " + mounts, () -> !held().contains(mounts));
  }

  @Test
  void thoseOfAContainerThatIsRestartedGoBeforeItStartsAgain() {
    String name = jdock.container();
    jdock.run("run", "-d", "--rm", "--name", name, jdock.busybox(), "sleep", "600").ok();
    List<String> before = held();
    jdock.run("restart", "-t", "0", name).ok();
    // The kernel may give the number of one that is gone to the next.
    assertThat(held()).contains(namespace(name)).hasSameSizeAs(before);
    jdock.run("rm", "-f", name).ok();
  }

  @Test
  void thoseOfAContainerThatStaysAreNot() {
    String name = jdock.container();
    jdock.run("run", "-d", "--name", name, jdock.busybox(), "sleep", "600").ok();
    assertThat(held()).doesNotContain(namespace(name));
  }

  @Test
  void foldersOfTheHostAreNot(@TempDir Path folder) {
    String name = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--rm",
            "--name",
            name,
            "-v",
            folder + ":/in",
            jdock.busybox(),
            "sleep",
            "600")
        .ok();
    assertThat(held()).doesNotContain(namespace(name));
    jdock.run("rm", "-f", name).ok();
  }

  private String namespace(String name) {
    return link(Path.of("/proc", jdock.format(name, "{{.State.Pid}}"), "ns/mnt"));
  }

  /** The mount namespaces of the engine's descriptors. */
  private List<String> held() {
    Path folder = Path.of("/proc", jdock.engine(), "fd");
    try (var descriptors = Files.list(folder)) {
      return descriptors.map(HeldMountsIT::link).filter(each -> each.startsWith("mnt:")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String link(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (NoSuchFileException gone) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
