package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class DiffIT {

  private final Jdock jdock;

  DiffIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String after(String script) {
    String name = jdock.container();
    jdock.run("run", "--network", "none", "--name", name, jdock.busybox(), "sh", "-c", script).ok();
    return name;
  }

  @Test
  void tellsWhatWasAddedChangedAndDeleted() {
    String name =
        after(
            "mkdir /new; echo x > /new/f; echo y >> /etc/passwd; rm /etc/group; ln -s a /lnk; mkfifo /ff");
    assertThat(jdock.run("diff", name).lines())
        .containsExactlyInAnyOrder(
            "A /new", "A /new/f", "C /etc", "C /etc/passwd", "D /etc/group", "A /lnk", "A /ff");
  }

  @Test
  void aFolderThatWasMadeAnewHasLostWhatWasInIt() {
    String image = jdock.image();
    jdock.run("commit", after("mkdir /x; touch /x/a /x/b"), image).ok();
    String name = jdock.container();
    String script = "rm -r /x && mkdir /x && touch /x/own /x/b";
    jdock.run("run", "--network", "none", "--name", name, image, "sh", "-c", script).ok();
    assertThat(jdock.run("diff", name).lines()).contains("C /x", "A /x/own", "D /x/a", "C /x/b");
  }

  @Test
  void whatIsLaidIntoEachContainerCanBeChangedInOneOfThem() {
    assertThat(jdock.run("diff", after("rm /.dockerenv; ln -sf /x /etc/mtab")).lines())
        .containsExactlyInAnyOrder("D /.dockerenv", "C /etc", "C /etc/mtab");
    String name = after("echo x > /.dockerenv");
    assertThat(jdock.run("diff", name).lines()).containsExactly("C /.dockerenv");
    String image = jdock.image();
    jdock.run("commit", name, image).ok();
    jdock.run("run", "--rm", image, "cat", "/.dockerenv").prints("x");
    jdock.run("run", "--rm", jdock.busybox(), "test", "-s", "/.dockerenv").exits(1);
  }

  @Test
  void oneThatChangedNothingHasNothingToTell() {
    String name = after("true");
    assertThat(jdock.run("diff", name).ok().out()).isEmpty();
    jdock.run("diff", "nosuch").exits(1).saysOnErr("No such container: nosuch");
  }
}
