package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of the host whose files belong to the person at the prompt. */
@EndToEnd
@JdockOnly("is jdock's own")
class BindOwnersIT {
  private static final int PERSON = 1000;

  private final Jdock jdock;
  @TempDir private Path folder = Path.of("");
  @TempDir private Path context = Path.of("");

  BindOwnersIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void belongToAPerson() throws IOException {
    own(folder);
    own(Host.write(folder.resolve("mine"), "of the person\n"));
  }

  private static void own(Path file) throws IOException {
    Files.setAttribute(file, "unix:uid", PERSON);
    Files.setAttribute(file, "unix:gid", PERSON);
  }

  private List<Integer> ownerOf(String name) throws IOException {
    Path file = folder.resolve(name);
    return List.of(
        (int) Files.getAttribute(file, "unix:uid"), (int) Files.getAttribute(file, "unix:gid"));
  }

  private String jovyans() {
    String image = jdock.image();
    Host.write(
        context.resolve("Dockerfile"),
        """
        FROM %s
        RUN echo jovyan:x:1001:100::/home/jovyan:/bin/sh >>/etc/passwd
        USER jovyan
        """
            .formatted(jdock.busybox()));
    jdock.run("build", "-t", image, context.toString()).ok();
    return image;
  }

  @Test
  void whatRootWritesBelongsToTheFoldersOwner() throws IOException {
    jdock
        .run(
            "run",
            "--rm",
            "-v",
            folder + ":/work:idmap",
            jdock.busybox(),
            "sh",
            "-c",
            "stat -c '%u %g' /work /work/mine; echo more >>/work/mine; mkdir -p /work/a/b; ln -s x /work/l")
        .prints("0 0\n0 0");
    assertThat(folder.resolve("mine")).hasContent("of the person\nmore\n");
    assertThat(ownerOf("mine")).containsExactly(PERSON, PERSON);
    assertThat(ownerOf("a/b")).containsExactly(PERSON, PERSON);
    assertThat(Host.run("stat", "-c", "%u", folder.resolve("l").toString()).text())
        .isEqualTo(String.valueOf(PERSON));
  }

  @Test
  void whatTheImagesUserWritesBelongsToTheFoldersOwner() throws IOException {
    jdock
        .run(
            "run",
            "--rm",
            "--mount",
            "type=bind,src=" + folder + ",dst=/work,bind-idmap=match-user",
            jovyans(),
            "sh",
            "-c",
            "id -u; stat -c '%u %g' /work /work/mine; echo more >>/work/mine; touch /work/new")
        .prints("1001\n1001 100\n1001 100");
    assertThat(ownerOf("new")).containsExactly(PERSON, PERSON);
    assertThat(folder.resolve("mine")).hasContent("of the person\nmore\n");
  }

  @Test
  void anotherUserThanTheContainersMayBeMeant() throws IOException {
    jdock
        .run(
            "run",
            "--rm",
            "-u",
            "0",
            "--mount",
            "type=bind,src=" + folder + ",dst=/work,bind-idmap=match-user:jovyan",
            jovyans(),
            "sh",
            "-c",
            "stat -c '%u %g' /work/mine; touch /work/roots")
        .prints("1001 100");
    assertThat(ownerOf("roots")).containsExactly(0, 0);
  }

  @Test
  void idsMayBeNamed() throws IOException {
    jdock
        .run(
            "run",
            "--rm",
            "-u",
            "33:34",
            "--mount",
            "type=bind,src=" + folder + ",dst=/work,bind-idmap=uid:1000:33,bind-idmap=gid:1000:34",
            jdock.busybox(),
            "sh",
            "-c",
            "stat -c '%u %g' /work/mine; touch /work/new")
        .prints("33 34");
    assertThat(ownerOf("new")).containsExactly(PERSON, PERSON);
  }

  @Test
  void aContainerAtRestIsCopiedToAlike() throws IOException {
    String name = jdock.container();
    jdock
        .run("create", "--name", name, "-v", folder + ":/work:idmap", jdock.busybox(), "true")
        .ok();
    jdock.run("cp", "/etc/hostname", name + ":/work/copied").ok();
    assertThat(ownerOf("copied")).containsExactly(PERSON, PERSON);
    jdock.run("start", "-a", name).ok();
  }

  @Test
  void whatTheKernelOrReasonForbidsIsRefusedByName() throws IOException {
    jdock
        .run(
            "run",
            "--rm",
            "--mount",
            "type=bind,src=/proc/sys/kernel,dst=/w,bind-idmap=uid:0:1",
            jdock.busybox(),
            "true")
        .exits(125)
        .saysOnErr(
            "bind-idmap: the owners of /proc/sys/kernel cannot be mapped: its file system (proc)");
    Path roots = Files.createDirectory(folder.resolve("roots"));
    jdock
        .run("run", "--rm", "-v", roots + ":/work:idmap", jovyans(), "true")
        .exits(125)
        .saysOnErr(roots + " belongs to root, and so would what user 1001 of the container writes");
    jdock
        .run(
            "create",
            "--mount",
            "type=bind,src=" + folder + ",dst=/w,bind-idmap=x",
            jdock.busybox())
        .exits(1)
        .saysOnErr("invalid value for bind-idmap: x (must be match-user, ");
    jdock
        .run("create", "-v", "volume:/w:idmap", jdock.busybox())
        .exits(1)
        .saysOnErr("field BindOptions must not be specified");
  }
}
