package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** images, tag, rmi, history, import. */
@EndToEnd
class ImagesIT {

  private final Jdock jdock;

  ImagesIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String built(Path folder, String rest) {
    String image = jdock.image();
    Host.write(folder.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\n" + rest);
    jdock.run("build", "-t", image + ":1", folder.toString()).ok();
    return image;
  }

  @Test
  void listsInDockersColumns(@TempDir Path folder) {
    String image = built(folder, "RUN echo x >/x\n");
    Result result = jdock.run("images", image);
    assertThat(result.lines().get(0).split(" {2,}", -1))
        .containsExactly("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
    assertThat(result.lines().get(1)).matches(image + " +1 +[0-9a-f]{12} +.* +[0-9.]+MB");
    jdock.run("images", "--format", "{{.Repository}}:{{.Tag}}", image).prints(image + ":1");
    assertThat(jdock.run("images", "-q", "--no-trunc", image).text())
        .matches("sha256:[0-9a-f]{64}");
    assertThat(jdock.run("image", "ls").ok().out()).contains(image);
  }

  @Test
  void tagsAndUntags(@TempDir Path folder) {
    String image = built(folder, "LABEL a=" + folder.getFileName() + "\n");
    jdock.run("tag", image + ":1", image + ":2").ok();
    assertThat(jdock.run("images", "-q", image).lines()).hasSize(2);
    jdock.run("rmi", image + ":2").prints("Untagged: " + image + ":2");
    String id = jdock.run("images", "-q", "--no-trunc", image).text();
    jdock.run("rmi", image + ":1").ok().saysOnOut("Untagged: " + image + ":1\nDeleted: " + id);
    assertThat(jdock.run("images", "-q", image).text()).isEmpty();
  }

  @Test
  void rmiRefusesAnImageInUse(@TempDir Path folder) {
    String image = built(folder, "LABEL b=" + folder.getFileName() + "\n");
    String container = jdock.container();
    jdock.run("create", "--name", container, image + ":1", "true").ok();
    jdock
        .run("rmi", image + ":1")
        .exits(1)
        .saysOnErr(
            "conflict: unable to remove repository reference \"" + image + ":1\" (must force)");
    jdock.run("rmi", "-f", image + ":1").ok().saysOnOut("Untagged: " + image + ":1");
  }

  @Test
  void rmiByIdRefusesSeveralRepositories(@TempDir Path folder) {
    String image = built(folder, "LABEL c=" + folder.getFileName() + "\n");
    String other = jdock.image();
    jdock.run("tag", image + ":1", other + ":1").ok();
    String id = jdock.run("images", "-q", image).text();
    jdock.run("rmi", id).exits(1).saysOnErr("image is referenced in multiple repositories");
    jdock.run("rmi", "-f", id).ok();
  }

  @Test
  void unknownImages() {
    jdock.run("rmi", "nosuch").exits(1).errMatches("(?i)no such image: nosuch:latest");
    jdock.run("tag", "nosuch", "x").exits(1).errMatches("(?i)no such image: nosuch");
    jdock.run("history", "nosuch").exits(1).errMatches("(?i)no such image: nosuch");
    jdock.run("tag", jdock.busybox(), "Bad").exits(1).saysOnErr("must be lowercase");
  }

  @Test
  void historyShowsEachInstruction(@TempDir Path folder) {
    String image = built(folder, "ENV A=b\nRUN echo hi >/hi\nCMD [\"echo\"]\n");
    Result result = jdock.run("history", image + ":1");
    assertThat(result.lines().get(0).split(" {2,}", -1))
        .containsExactly("IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT");
    assertThat(result.lines()).hasSize(5);
    assertThat(result.lines().get(1)).contains("CMD [\"echo\"]");
    assertThat(result.lines().get(2)).contains("echo hi >/hi").contains("3B");
    assertThat(result.lines().get(3)).contains("ENV A=b");
    assertThat(jdock.run("history", "-q", image + ":1").lines()).hasSize(4);
  }

  @Test
  void importsTarsFromFilesAndFromInput(@TempDir Path folder) {
    Path tar = folder.resolve("root.tar");
    Host.run(Suite.fixture("busybox-rootfs"), tar.toString()).ok();
    String one = jdock.image();
    String two = jdock.image();
    assertThat(jdock.runFrom(tar, "import", "-", one).text()).matches("sha256:[0-9a-f]{64}");
    jdock
        .run(
            "import",
            "-c",
            "CMD [\"echo\",\"hi\"]",
            "-c",
            "ENV A=b",
            "-m",
            "a word",
            tar.toString(),
            two)
        .ok();
    jdock.run("run", "--rm", two).prints("hi");
    jdock.run("run", "--rm", one, "echo", "yo").prints("yo");
    assertThat(jdock.run("history", two).ok().out()).contains("a word");
  }

  @Test
  void importRefusesWhatIsNoTar(@TempDir Path folder) {
    jdock.run("import", folder.resolve("nosuch.tar").toString()).exits(1).saysOnErr("no such file");
    Path garbage = Host.write(folder.resolve("garbage"), "garbage");
    jdock.runFrom(garbage, "import", "-", jdock.image()).exits(1);
    jdock
        .run("import", "-c", "BAD x", garbage.toString())
        .exits(1)
        .saysOnErr("is not a valid change command");
  }

  @Test
  void versionAndInfo() {
    jdock.run("version").ok().saysOnOut("Client:").saysOnOut("Server:");
    jdock.run("info").ok().saysOnOut("Containers:").saysOnOut("Kernel Version:");
    assertThat(jdock.run("version", "--format", "{{.Server.Version}}").text()).isNotEmpty();
    assertThat(jdock.run("--version").text()).contains("version");
  }
}
