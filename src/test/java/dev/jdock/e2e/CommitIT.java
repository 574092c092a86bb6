package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class CommitIT {

  private final Jdock jdock;

  CommitIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void theImageHasWhatTheRunningContainerMade() {
    String name = jdock.container();
    String image = jdock.image();
    String script =
        "echo kept > /file; rm /etc/group; mkdir /d; chown 7:8 /d; echo ready; sleep 600";
    jdock
        .run("run", "-d", "--network", "none", "--name", name, jdock.busybox(), "sh", "-c", script)
        .ok();
    jdock.awaitLog(name, "ready");
    String id = jdock.run("commit", name, image).text();
    assertThat(id).startsWith("sha256:");
    jdock
        .run("run", "--rm", image, "sh", "-c", "cat /file; stat -c %u:%g /d; ls /etc/group")
        .exits(1)
        .saysOnOut("kept\n7:8\n");
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void anImageThatLostItsNameToTheNextCommitIsListedWithAllOnly() {
    String image = jdock.image();
    String first = jdock.container();
    jdock.run("create", "--name", first, jdock.busybox(), "true").ok();
    String parent = jdock.run("commit", first, image).text();
    String second = jdock.container();
    jdock.run("create", "--name", second, image, "true").ok();
    jdock.run("commit", "-m", "second", second, image).ok();
    jdock.run("rm", first, second).ok();
    assertThat(jdock.run("images", "-q", "--no-trunc").out()).doesNotContain(parent);
    assertThat(jdock.run("images", "-q", "--no-trunc", "-f", "dangling=true").out())
        .doesNotContain(parent);
    assertThat(jdock.run("images", "-a", "-q", "--no-trunc").out()).contains(parent);
  }

  @Test
  void takesChangesAuthorAndMessage() {
    String name = jdock.container();
    String image = jdock.image();
    jdock.run("create", "--name", name, "-e", "A=b", jdock.busybox(), "true").ok();
    jdock
        .run(
            "commit",
            "-a",
            "Somebody <s@example.org>",
            "-m",
            "what it is",
            "-c",
            "CMD [\"echo\", \"hello\"]",
            "-c",
            "ENV C=d",
            "-c",
            "EXPOSE 80",
            "-p=false",
            name,
            image)
        .ok();
    assertThat(jdock.format(image, "{{.Author}}|{{.Comment}}|{{.Config.Cmd}}"))
        .isEqualTo("Somebody <s@example.org>|what it is|[echo hello]");
    assertThat(jdock.format(image, "{{join .Config.Env \" \"}}")).contains("A=b").contains("C=d");
    jdock.run("run", "--rm", image).prints("hello");
  }

  @Test
  void refusesWhatCannotBe() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    jdock.run("commit", "nosuch").exits(1).saysOnErr("No such container: nosuch");
    jdock.run("commit", "-c", "FROM x", name).exits(1);
    jdock.run("commit", name, "UPPER").exits(1).saysOnErr("must be lowercase");
  }
}
