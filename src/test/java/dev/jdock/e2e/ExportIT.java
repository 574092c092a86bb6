package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** Lists what the engine did not make, with times of whole seconds: export has no others. */
  private List<String> data(String image) throws IOException {
    return TreeListing.ofImage(jdock, image, Files.createTempDirectory(here, "mount")).stream()
        .filter(line -> line.matches("(same \\[)?'data[/'].*"))
        .map(line -> line.replaceFirst(" ([0-9]{10})[0-9]{9} ", " $1 "))
        .toList();
  }

  @Test
  @JdockOnly("needs the state root")
  void comesBackByImportAsItWas() throws IOException {
    String image = jdock.image();
    String again = jdock.image();
    String name = jdock.container();
    Host.write(
        here.resolve("Dockerfile"),
        "FROM "
            + jdock.busybox()
            + """

            RUN mkdir -m 1777 /data && cd /data && echo x >file && chmod 4711 file && \\
                ln file hard && ln -s ../bin/sh soft && chown -h 70000:3000000 soft && \\
                mkfifo -m 600 pipe && mknod null c 1 3 && touch -d @1000000000 old && \\
                touch "$(head -c 200 /dev/zero | tr '\\0' n)" && truncate -s 3M sparse && \\
                mkdir empty && chown 4000000:70001 empty
            """);
    jdock.run("build", "-t", image, here.toString()).ok();
    jdock.run("create", "--name", name, image, "true").ok();
    String pipe =
        String.join(" ", jdock.commandLine("export", name))
            + " | "
            + String.join(" ", jdock.commandLine("import", "-", again));
    Host.run(here, jdock.environment(), "sh", "-c", pipe).ok();
    List<String> files = data(image);
    assertThat(files).hasSizeGreaterThan(10).anyMatch(line -> line.startsWith("'data/hard'"));
    assertThat(data(again)).isEqualTo(files);
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
