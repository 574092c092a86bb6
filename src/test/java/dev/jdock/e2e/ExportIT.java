package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EndToEnd
class ExportIT {

  private final Jdock jdock;
  @TempDir private Path here;

  ExportIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void hasWhatItMadeButNotItsVolumes() {
    String name = jdock.container();
    String script = "echo x > /own; echo y > /data/other; echo ready; sleep 600";
    jdock
        .run(
            "run",
            "-d",
            "--network",
            "none",
            "-v",
            jdock.volume() + ":/data",
            "--name",
            name,
            jdock.busybox(),
            "sh",
            "-c",
            script)
        .ok();
    jdock.awaitLog(name, "ready");
    Path archive = here.resolve("a.tar");
    jdock.run("export", "-o", archive.toString(), name).ok();
    assertThat(Host.run("tar", "-tf", archive.toString()).lines())
        .contains("own", "data/", "bin/busybox")
        .doesNotContain("data/other");
    String image = jdock.image();
    jdock.run("import", archive.toString(), image).ok();
    jdock.run("run", "--rm", image, "cat", "/own").prints("x");
  }

  @Test
  void hasWhatIsLaidIntoEachContainer() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "test", "-e", "/.dockerenv").ok();
    Path archive = here.resolve("a.tar");
    jdock.run("export", "-o", archive.toString(), name).ok();
    assertThat(Host.run("tar", "-tf", archive.toString()).lines())
        .contains(".dockerenv", "dev/console", "dev/pts/", "dev/shm/", "proc/", "sys/")
        .contains("etc/hosts", "etc/hostname", "etc/resolv.conf", "etc/mtab");
    jdock.run("start", "-a", name).ok();
    assertThat(jdock.run("diff", name).ok().out()).isEmpty();
  }

  @Test
  void refusesTerminalsAndFoldersThatAreNotThere() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    jdock
        .run("export", "-o", "/nosuch/x", name)
        .exits(1)
        .saysOnErr("failed to export container: invalid output path");
    try (Terminal terminal = jdock.terminal(24, 80, "export", name)) {
      assertThat(terminal.await().exits(1).everything())
          .contains("cowardly refusing to save to a terminal. Use the -o flag or redirect");
    }
    jdock.run("export", "-o", here.resolve("y").toString(), "nosuch").exits(1);
    assertThat(here).isEmptyDirectory();
  }
}
