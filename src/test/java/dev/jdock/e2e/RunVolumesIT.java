package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EndToEnd
class RunVolumesIT {

  private final Jdock jdock;

  RunVolumesIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void showsAFolderOfTheHost(@TempDir Path folder) {
    Host.write(folder.resolve("f"), "from the host\n");
    jdock
        .run("run", "--rm", "-v", folder + ":/in", jdock.busybox(), "cat", "/in/f")
        .prints("from the host");
  }

  @Test
  void letsTheContainerWriteThere(@TempDir Path folder) {
    jdock.run("run", "--rm", "-v", folder + ":/in", jdock.busybox(), "touch", "/in/made").ok();
    assertThat(folder.resolve("made")).exists();
  }

  @Test
  void showsASingleFile(@TempDir Path folder) {
    Path file = Host.write(folder.resolve("f"), "one file\n");
    jdock
        .run("run", "--rm", "-v", file + ":/etc/f", jdock.busybox(), "cat", "/etc/f")
        .prints("one file");
  }

  @Test
  void changesOnTheHostAreSeenAtOnce(@TempDir Path folder) {
    String name = jdock.container();
    Path file = Host.write(folder.resolve("f"), "before\n");
    jdock
        .run("run", "-d", "--name", name, "-v", folder + ":/in", jdock.busybox(), "sleep", "600")
        .ok();
    Host.write(file, "after\n");
    jdock.run("exec", name, "cat", "/in/f").prints("after");
  }

  @Test
  void readOnlyIsReadOnly(@TempDir Path folder) {
    jdock
        .run("run", "--rm", "-v", folder + ":/in:ro", jdock.busybox(), "touch", "/in/x")
        .exits(1)
        .saysOnErr("Read-only file system");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void makesAMissingSourceFolder(@TempDir Path folder) {
    Path missing = folder.resolve("not/there");
    jdock.run("run", "--rm", "-v", missing + ":/in", jdock.busybox(), "true").ok();
    assertThat(missing).isDirectory();
  }

  @Test
  void namedVolumesOutliveContainers() {
    String volume = jdock.volume();
    jdock.run("run", "--rm", "-v", volume + ":/data", jdock.busybox(), "touch", "/data/kept").ok();
    jdock
        .run("run", "--rm", "-v", volume + ":/data", jdock.busybox(), "ls", "/data")
        .prints("kept");
  }

  @Test
  void freshVolumesTakeTheImagesContentOwnerAndMode(@TempDir Path folder) {
    String image = jdock.image();
    Host.write(
        folder.resolve("Dockerfile"),
        """
        FROM %s
        RUN mkdir /data && echo hello >/data/f && ln -s f /data/l && chown -R 33:50 /data && chmod 750 /data
        VOLUME /data
        """
            .formatted(jdock.busybox()));
    jdock.run("build", "-t", image, folder.toString()).ok();
    String show = "cat /data/l; stat -c '%a %u %g' /data";
    jdock.run("run", "--rm", image, "sh", "-c", show).prints("hello\n750 33 50");
    jdock
        .run("run", "--rm", "-v", jdock.volume() + ":/data", image, "sh", "-c", show)
        .prints("hello\n750 33 50");
  }

  @Test
  void oneVolumeOfTheImageMayBeBoundAndTheOtherFilled(@TempDir Path folder) {
    Host.write(folder.resolve("bound/of-the-host"), "");
    Host.write(
        folder.resolve("Dockerfile"),
        """
        FROM %s
        RUN mkdir /data /notebooks && touch /data/of-the-image /notebooks/of-the-image
        VOLUME ["/data", "/notebooks"]
        """
            .formatted(jdock.busybox()));
    String image = jdock.image();
    jdock.run("build", "-t", image, folder.toString()).ok();
    String name = jdock.container();
    jdock
        .run(
            "run",
            "--name",
            name,
            "-v",
            folder.resolve("bound") + ":/notebooks",
            image,
            "sh",
            "-c",
            "ls /data /notebooks; touch /notebooks/made")
        .prints("/data:\nof-the-image\n\n/notebooks:\nof-the-host");
    assertThat(folder.resolve("bound/made")).exists();
    assertThat(jdock.format(name, "{{range .Mounts}}{{.Type}} {{.Destination}},{{end}}").split(","))
        .containsExactlyInAnyOrder("bind /notebooks", "volume /data");
  }

  @Test
  void bindsHideTheImagesContent(@TempDir Path folder) {
    Host.write(folder.resolve("mine"), "");
    jdock
        .run("run", "--rm", "-v", folder + ":/home/../var", jdock.busybox(), "ls", "/var")
        .prints("mine");
  }

  @Test
  void anonymousVolumesGoAwayWithRm() {
    String name = jdock.container();
    jdock
        .run("run", "--rm", "-d", "--name", name, "-v", "/anon", jdock.busybox(), "sleep", "600")
        .ok();
    Path source = Path.of(jdock.format(name, "{{range .Mounts}}{{.Source}}{{end}}"));
    assertThat(source).isDirectory();
    jdock.run("rm", "-f", "-v", name);
    Eventually.that(() -> source + " is still there", () -> !Files.exists(source));
  }

  @Test
  void inspectShowsMounts(@TempDir Path folder) throws IOException {
    String name = jdock.container();
    jdock.run("create", "--name", name, "-v", folder + ":/in:ro", jdock.busybox(), "true").ok();
    var mount = jdock.inspect(name).at("/Mounts/0");
    assertThat(mount.path("Type").asText()).isEqualTo("bind");
    assertThat(mount.path("Source").asText()).isEqualTo(folder.toRealPath().toString());
    assertThat(mount.path("Destination").asText()).isEqualTo("/in");
    assertThat(mount.path("RW").asBoolean()).isFalse();
  }

  @Test
  void tmpfsIsEmptyAndLimited() {
    jdock
        .run(
            "run",
            "--rm",
            "--tmpfs",
            "/t:size=1m,mode=700",
            jdock.busybox(),
            "sh",
            "-c",
            "stat -c %a /t; dd if=/dev/zero of=/t/f bs=1M count=3 2>/dev/null || du -k /t/f | cut"
                + " -f1")
        .prints("700\n1024");
  }

  @Test
  void tmpfsTakesNothingToExecute() {
    Result result =
        jdock.run(
            "run",
            "--rm",
            "--tmpfs",
            "/t",
            jdock.busybox(),
            "grep",
            " /t ",
            "/proc/self/mountinfo");
    assertThat(result.text()).contains("nosuid,nodev,noexec").contains("- tmpfs tmpfs");
  }

  @Test
  void readOnlyRootLeavesVolumesAndTmpfsWritable(@TempDir Path folder) {
    jdock
        .run(
            "run",
            "--rm",
            "--read-only",
            "--tmpfs",
            "/t",
            "-v",
            folder + ":/v",
            jdock.busybox(),
            "sh",
            "-c",
            "touch /t/x /v/x && ls /t /v; touch /x")
        .exits(1)
        .saysOnOut("/t:\nx\n\n/v:\nx\n")
        .saysOnErr("touch: /x: Read-only file system");
  }

  @Test
  void symlinksOfTheImageCannotPointAMountOutOfTheContainer(@TempDir Path folder) {
    String image = jdock.image();
    Host.write(
        folder.resolve("Dockerfile"),
        "FROM %s\nRUN ln -s /../../../../../../../../tmp /evil\n".formatted(jdock.busybox()));
    jdock.run("build", "-t", image, folder.toString()).ok();
    String marker = folder.getFileName().toString() + "-evil";
    jdock.run("run", "--rm", "-v", "/evil/" + marker, image, "ls", "/tmp").prints(marker);
    assertThat(Path.of("/tmp", marker)).doesNotExist();
  }
}
