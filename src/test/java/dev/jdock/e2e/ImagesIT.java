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
  void filtersCombine(@TempDir Path folder) {
    String older = built(folder, "LABEL a=1 b=2 of=" + folder.getFileName() + "\nRUN true\n");
    String newer = built(folder, "LABEL a=2 of=" + folder.getFileName() + "\nRUN sleep 1.1\n");
    String of = "label=of=" + folder.getFileName();
    String show = "{{.Repository}}:{{.Tag}}";
    jdock.run("images", "-f", of, "-f", "label=b", "--format", show).prints(older + ":1");
    jdock
        .run("images", "-f", of, "-f", "since=" + older + ":1", "--format", show)
        .prints(newer + ":1");
    jdock
        .run(
            "images",
            "-f",
            of,
            "-f",
            "before=" + newer + ":1",
            "-f",
            "dangling=false",
            "--format",
            show)
        .prints(older + ":1");
    jdock.run("tag", older + ":1", older + ":2").ok();
    jdock.run("images", "-f", "reference=" + older + ":?", "-f", "dangling=true").ok();
    assertThat(jdock.run("images", older + ":[2-3]", "--format", show).text())
        .isEqualTo(older + ":2");
    assertThat(
            jdock
                .run("images", "-f", "reference=" + older, "-f", "reference=" + newer + ":1", "-q")
                .lines())
        .hasSize(3);
    assertThat(jdock.run("images", "-f", "reference=*/" + older).lines()).hasSize(1);
  }

  @Test
  void refusesFiltersThatMakeNoSense() {
    jdock.run("images", "-f", "nosuch=1").exits(1).errMatches("(?i)invalid filter 'nosuch'");
    jdock
        .run("images", "-f", "dangling=x")
        .exits(1)
        .errMatches("(?i)invalid filter 'dangling=\\[x\\]'");
    jdock.run("images", "-f", "reference=[").exits(1).saysOnErr("syntax error in pattern");
    jdock
        .run("images", "-f", "before=nosuch")
        .exits(1)
        .errMatches("(?i)no such image: nosuch:latest");
    jdock.run("images", "-f", "x").exits(125).saysOnErr("bad format of filter");
  }

  @Test
  void tagLooksAtNamesBeforeImages() {
    String complaint = "Error parsing reference: \"%s\" is not a valid repository/tag: %s\n";
    assertThat(jdock.run("tag", "nosuch", "Bad").exits(1).err())
        .isEqualTo(
            complaint.formatted(
                "Bad",
                "invalid reference format: repository name (library/Bad) must be lowercase"));
    assertThat(jdock.run("tag", "nosuch", "a:b:c").exits(1).err())
        .isEqualTo(complaint.formatted("a:b:c", "invalid reference format"));
    assertThat(jdock.run("tag", "", "x").exits(1).err())
        .isEqualTo(complaint.formatted("", "invalid reference format"));
    String hex = "0".repeat(64);
    assertThat(jdock.run("tag", "nosuch", hex).exits(1).err())
        .isEqualTo(
            complaint.formatted(
                hex,
                "invalid repository name ("
                    + hex
                    + "), cannot specify 64-byte hexadecimal strings"));
    assertThat(jdock.run("tag", "nosuch", "x@sha256:" + hex).exits(1).err())
        .isEqualTo("refusing to create a tag with a digest reference\n");
  }

  @Test
  @JdockOnly("the API of that age has no tree")
  void showsATree(@TempDir Path folder) {
    String image = built(folder, "LABEL tree=" + folder.getFileName() + "\n");
    jdock.run("tag", image + ":1", image + ":2").ok();
    String container = jdock.container();
    jdock.run("create", "--name", container, image + ":1", "true").ok();
    Result tree = jdock.run("images", "--tree", image);
    assertThat(tree.lines().get(3)).matches("IMAGE +ID +DISK USAGE +CONTENT SIZE +EXTRA");
    assertThat(tree.lines().get(4)).isEqualTo(image + ":1");
    assertThat(tree.lines().get(5)).matches(image + ":2 +[0-9a-f]{12} +[0-9.]+MB +0B +U +");
    assertThat(tree.out()).doesNotContain("\033");
    jdock
        .run("images", "--tree", "-q")
        .exits(1)
        .saysOnErr("--quiet is not yet supported with --tree\n");
  }

  @Test
  void rmiGoesOnAfterAFailure(@TempDir Path folder) {
    String image = built(folder, "LABEL d=" + folder.getFileName() + "\n");
    jdock.run("tag", image + ":1", image + ":2").ok();
    Result result = jdock.run("rmi", "nosuch", image + ":2", "nosuch2").exits(1);
    assertThat(result.out()).isEqualTo("Untagged: " + image + ":2\n");
    assertThat(result.err())
        .containsPattern("(?i)no such image: nosuch:latest\n.*no such image: nosuch2:latest\n");
    jdock.run("rmi", "-f", "nosuch").exits(0).errMatches("(?i)no such image: nosuch:latest");
  }

  @Test
  void versionAndInfo() {
    jdock.run("version").ok().saysOnOut("Client:").saysOnOut("Server:");
    jdock.run("info").ok().saysOnOut("Containers:").saysOnOut("Kernel Version:");
    assertThat(jdock.run("version", "--format", "{{.Server.Version}}").text()).isNotEmpty();
    assertThat(jdock.run("--version").text())
        .matches("\\w+ version \\d+\\.\\d+\\.\\d+\\S*(, build [0-9a-f]{7,})?\\s*");
  }
}
