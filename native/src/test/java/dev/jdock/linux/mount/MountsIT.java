package dev.jdock.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.Fd;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Spawn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In mount namespaces of their own. */
@Timeout(120)
class MountsIT {
  @TempDir Path folder;

  private Path directory(String name) throws Exception {
    return Files.createDirectories(folder.resolve(name));
  }

  private OverlayMount overlay() throws Exception {
    Files.writeString(directory("low").resolve("a"), "low");
    Files.writeString(folder.resolve("low/b"), "low");
    Files.writeString(directory("high").resolve("a"), "high");
    return new OverlayMount(
        List.of(folder.resolve("high"), folder.resolve("low")), directory("up"), directory("work"));
  }

  @Test
  void upperLayersHideLowerOnesHoweverTheyAreMounted() throws Exception {
    OverlayMount overlay = overlay();
    Path target = directory("target");
    PrivateMounts.call(() -> {
      overlay.mountByDescriptor(target);
      assertThat(target.resolve("a")).hasContent("high");
      assertThat(target.resolve("b")).hasContent("low");
      Files.writeString(target.resolve("c"), "new");
      Mounts.detach(target);
      overlay.mountByOptions(target, false);
      assertThat(target.resolve("a")).hasContent("high");
      assertThat(target.resolve("c")).hasContent("new");
      return true;
    });
    assertThat(folder.resolve("up/c")).hasContent("new");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void whatIsNotSyncedCanBeMountedAgainWithItsChanges() throws Exception {
    OverlayMount overlay = overlay();
    OverlayMount unsynced =
        new OverlayMount(overlay.lowerDirs(), overlay.upperDir(), overlay.workDir(), true);
    Path target = directory("target");
    PrivateMounts.call(() -> {
      unsynced.on(target);
      assertThat(Files.readString(Path.of("/proc/thread-self/mounts"))).contains("volatile");
      Files.writeString(target.resolve("c"), "new");
      Mounts.detach(target);
      unsynced.on(target);
      assertThat(target.resolve("c")).hasContent("new");
      Files.delete(target.resolve("b"));
      return true;
    });
    assertThat(folder.resolve("up/c")).hasContent("new");
  }

  @Test
  void procShowsTheNamespaceOfTheProcess() throws Exception {
    Path target = directory("proc");
    int pid =
        new Spawn("/bin/sleep", List.of("sleep", "1000"), List.of())
            .open(0, "/dev/null", Fd.O_RDONLY)
            .closeFrom(3)
            .run();
    try (PidFd process = PidFd.open(pid)) {
      PrivateMounts.call(() -> {
        ProcMount.own(target);
        assertThat(target.resolve(pid + "/comm")).hasContent("sleep");
        return true;
      });
      process.sendSignal(9);
      process.waitExit();
    }
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void readOnlyMeansAllThatIsMountedBelow() throws Exception {
    Path source = directory("source/inner").getParent();
    PrivateMounts.call(() -> {
      Mounts.mount("tmpfs", null, source.resolve("inner"), 0, null);
      Path target = directory("target");
      Mounts.bind(source, target, true);
      Mounts.readOnlyRecursively(target);
      assertThat(Files.isWritable(target.resolve("inner"))).isFalse();
      assertThat(Files.isWritable(source.resolve("inner"))).isTrue();
      return true;
    });
  }
}
