package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EndToEnd
class CpIT {

  private final Jdock jdock;
  private String container = "";
  @TempDir private Path here;

  CpIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void makeContainer() throws IOException {
    container = jdock.container();
    Files.writeString(here.resolve("f"), "content\n");
    Files.createDirectories(here.resolve("d/s"));
    Files.writeString(here.resolve("d/s/y"), "y\n");
  }

  private void create(String... options) {
    var line = new java.util.ArrayList<>(java.util.List.of("create", "--name", container));
    line.addAll(java.util.List.of(options));
    line.addAll(java.util.List.of("--network", "none", jdock.busybox(), "sleep", "600"));
    jdock.run(line.toArray(String[]::new)).ok();
  }

  private Result cp(String from, String to) {
    return jdock.in(here).run("cp", from, to);
  }

  private String read(String path) throws IOException {
    Path copy = here.resolve("read");
    Files.deleteIfExists(copy);
    cp(container + ":" + path, copy.toString()).ok();
    return Files.readString(copy);
  }

  @Test
  void copiesAFileInAndOutOfOneThatNeverRan() throws IOException {
    create();
    Result in = cp("f", container + ":/tmp/");
    in.ok();
    assertThat(in.everything()).isEmpty();
    assertThat(read("/tmp/f")).isEqualTo("content\n");
    cp("f", container + ":/tmp/g").ok();
    assertThat(read("tmp/g")).isEqualTo("content\n");
  }

  @Test
  void copiesIntoARunningOneThatSeesIt() throws IOException {
    create();
    jdock.run("start", container).ok();
    cp("d", container + ":/new").ok();
    jdock.run("exec", container, "cat", "/new/s/y").prints("y");
    jdock.run("exec", container, "sh", "-c", "echo made > /tmp/made").ok();
    assertThat(read("/tmp/made")).isEqualTo("made\n");
  }

  @Test
  void aFolderGoesIntoAFolderThatIsThereAndTakesTheNameOfOneThatIsNot() {
    create();
    cp("d", container + ":/tmp").ok();
    cp("d", container + ":/tmp/other").ok();
    cp("d/.", container + ":/tmp/content/..").ok();
    cp(container + ":/tmp/d", "out").ok();
    cp(container + ":/tmp/other/.", "out").ok();
    cp(container + ":/tmp/s", "s").ok();
    assertThat(here.resolve("out/s/y")).hasContent("y\n");
    assertThat(here.resolve("s/y")).hasContent("y\n");
  }

  @Test
  void refusesWhatDoesNotFitInDockersWords() throws IOException {
    create();
    cp(container + ":/nope", ".")
        .exits(1)
        .saysOnErr(
            "Error response from daemon: Could not find the file /nope in container " + container);
    cp("f", container + ":/nodir/x").exits(1).saysOnErr("Could not find the file /nodir in");
    cp("d", container + ":/etc/passwd").exits(1).saysOnErr("cannot copy directory");
    cp("f", container + ":/nodir/").exits(1).saysOnErr("no such directory");
    cp("nofile", container + ":/")
        .exits(1)
        .saysOnErr("lstat " + here.resolve("nofile") + ": no such file or directory");
    cp("a", "b").exits(1).saysOnErr("must specify at least one container source");
    cp(container + ":/a", container + ":/b")
        .exits(1)
        .saysOnErr("copying between containers is not supported");
    cp("", container + ":/").exits(1).saysOnErr("source can not be empty");
    cp("f", "nosuch:/a").exits(1).saysOnErr("No such container: nosuch");
    cp(container + ":/etc/passwd", "/nodirx/y")
        .exits(1)
        .saysOnErr("invalid output path: directory \"/nodirx\" does not exist");
    cp("-", container + ":/etc/passwd")
        .exits(1)
        .saysOnErr("destination \"" + container + ":/etc/passwd\" must be a directory");
    Files.createDirectories(here.resolve("dd/passwd"));
    cp(container + ":/etc/passwd", "dd")
        .exits(1)
        .saysOnErr("cannot overwrite directory \"" + here.resolve("dd/passwd") + "\"");
  }

  @Test
  void writesAndReadsArchives() throws IOException {
    create();
    Path archive = here.resolve("archive.tar");
    Host.run("tar", "-C", here.toString(), "-cf", archive.toString(), "d").ok();
    jdock.runFrom(archive, "cp", "-", container + ":/tmp").ok();
    Path out = here.resolve("out.tar");
    Host.run(
            "sh",
            "-c",
            String.join(" ", jdock.environment().entrySet().stream().map(Object::toString).toList())
                + " "
                + String.join(" ", jdock.commandLine("cp", container + ":/tmp/d", "-"))
                + " > "
                + out)
        .ok();
    Host.run("tar", "-tf", out.toString()).prints("d/\nd/s/\nd/s/y");
  }

  @Test
  void symbolicLinksAreCopiedOrFollowed() throws IOException {
    create();
    Files.createSymbolicLink(here.resolve("l"), Path.of("f"));
    cp("l", container + ":/tmp/link").ok();
    jdock.in(here).run("cp", "-L", "l", container + ":/tmp/file").ok();
    cp(container + ":/tmp/link", "copied").ok();
    assertThat(Files.readSymbolicLink(here.resolve("copied"))).isEqualTo(Path.of("f"));
    assertThat(read("/tmp/file")).isEqualTo("content\n");
    jdock.in(here).run("cp", "-L", container + ":/tmp/file", "real").ok();
    assertThat(here.resolve("real")).hasContent("content\n");
  }

  @Test
  void noLinkLeadsOutOfTheContainer() throws IOException {
    create();
    Path secret = Files.writeString(here.resolve("secret"), "host\n");
    Files.createSymbolicLink(here.resolve("out"), here);
    cp("out", container + ":/out").ok();
    cp(container + ":/out/" + secret.getFileName(), "stolen")
        .exits(1)
        .saysOnErr("Could not find the file");
    cp("f", container + ":/out/").exits(1);
    cp("f", container + ":/../../../../tmp/up").ok();
    assertThat(read("/tmp/up")).isEqualTo("content\n");
    assertThat(secret).hasContent("host\n");
  }

  @Test
  void reachesVolumesOfOneThatDoesNotRun() throws IOException {
    create("-v", jdock.volume() + ":/data", "-v", here + ":/mnt");
    cp("f", container + ":/data/").ok();
    assertThat(read("/data/f")).isEqualTo("content\n");
    cp("d/s/y", container + ":/mnt/y").ok();
    assertThat(here.resolve("y")).hasContent("y\n");
  }

  @Test
  void refusesWhatIsReadOnly() {
    create("--read-only", "-v", jdock.volume() + ":/data:ro");
    cp("f", container + ":/tmp")
        .exits(1)
        .saysOnErr("Error response from daemon: container rootfs is marked read-only");
    cp("f", container + ":/data")
        .exits(1)
        .saysOnErr("Error response from daemon: mounted volume is marked read-only");
  }

  @Test
  void tellsOnATerminalHowMuchItCopied() {
    create();
    String target = here.resolve("hosts").toString();
    try (Terminal terminal = jdock.terminal(24, 80, "cp", container + ":/etc/passwd", target)) {
      assertThat(terminal.await().ok().out()).contains("Successfully copied ", " to " + target);
    }
  }

  @Test
  @JdockOnly("Docker has no patterns")
  void takesPatternsInTheContainer() throws IOException {
    create();
    Files.createDirectories(here.resolve("logs"));
    for (String name : new String[] {"a.log", "b.log", "c.txt"}) {
      Files.writeString(here.resolve("logs/" + name), name);
    }
    cp("logs", container + ":/logs").ok();
    Files.createDirectories(here.resolve("got"));
    cp(container + ":/logs/*.log", "got").ok();
    assertThat(here.resolve("got/a.log")).hasContent("a.log");
    assertThat(here.resolve("got/b.log")).hasContent("b.log");
    assertThat(here.resolve("got/c.txt")).doesNotExist();
    cp(container + ":/logs/*.log", "nowhere").exits(1).saysOnErr("no such directory");
    cp(container + ":/logs/*.none", "got").exits(1).saysOnErr("Could not find the file");
  }
}
