package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** container prune, image prune, builder prune, system prune. */
@EndToEnd
class PruneIT {

  private final Jdock jdock;

  PruneIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private static void build(Jdock jdock, Path folder, String tag, String rest) {
    Host.write(folder.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\n" + rest);
    jdock.run("build", "-t", tag, folder.toString()).ok();
  }

  @Test
  void asksAndTakesAnythingButYesForNo() {
    Result nobody = jdock.run("container", "prune").ok();
    assertThat(nobody.out())
        .isEqualTo(
            """
            WARNING! This will remove all stopped containers.
            Are you sure you want to continue? [y/N] \
            """);
    assertThat(jdock.runWithInput("yes\n", "image", "prune").ok().out())
        .isEqualTo(
            """
            WARNING! This will remove all dangling images.
            Are you sure you want to continue? [y/N] \
            """);
    assertThat(jdock.runWithInput("n\n", "image", "prune", "-a").ok().out())
        .startsWith(
            "WARNING! This will remove all images without at least one container associated to"
                + " them.\n");
  }

  @Test
  void interruptedAtTheQuestionItEndsAtOnceAndWell() {
    for (String what : new String[] {"image", "container", "system"}) {
      try (Terminal terminal = jdock.terminal(24, 80, what, "prune")) {
        terminal.awaitText("[y/N] ").type("\003");
        terminal.await().exits(0).saysOnOut("[y/N] ^C\r\n");
      }
    }
  }

  @Test
  void systemPruneTellsWhatItWouldRemove() {
    assertThat(jdock.run("system", "prune", "-a", "--volumes").ok().out())
        .isEqualTo(
            """
            WARNING! This will remove:
              - all stopped containers
              - all networks not used by at least one container
              - all anonymous volumes not used by at least one container
              - all images without at least one container associated to them
              - all build cache

            Are you sure you want to continue? [y/N] \
            """);
    assertThat(
            jdock.run("system", "prune", "--filter", "until=1h", "--filter", "label!=y").ok().out())
        .isEqualTo(
            """
            WARNING! This will remove:
              - all stopped containers
              - all networks not used by at least one container
              - all dangling images
              - unused build cache

              Items to be pruned will be filtered with:
              - label!=y
              - until=1h

            Are you sure you want to continue? [y/N] \
            """);
    jdock
        .run("system", "prune", "--volumes", "--filter", "until=1h")
        .exits(1)
        .saysOnErr("ERROR: The \"until\" filter is not supported with \"--volumes\"\n");
  }

  @Test
  void refusesFiltersThatMakeNoSense() {
    jdock
        .run("container", "prune", "-f", "--filter", "nosuch=1")
        .exits(1)
        .errMatches("(?i)invalid filter 'nosuch'");
    jdock
        .run("image", "prune", "-f", "--filter", "until=xx")
        .exits(1)
        .saysOnErr("failed to parse value as time or duration: \"xx\"");
    jdock
        .run("image", "prune", "-f", "--filter", "until=1h", "--filter", "until=2h")
        .exits(1)
        .saysOnErr("more than one until filter specified");
    jdock.run("image", "prune", "--filter", "x").exits(125).saysOnErr("bad format of filter");
  }

  @Test
  void aFilterThatNothingMatchesRemovesNothing() {
    jdock
        .run("image", "prune", "-f", "--filter", "label=nobody.has.this")
        .prints("Total reclaimed space: 0B");
    jdock
        .run("container", "prune", "-f", "--filter", "label=nobody.has.this")
        .prints("Total reclaimed space: 0B");
  }

  @Test
  void containersGoByLabelAndStateAndTellTheirSize() {
    String label = jdock.container();
    String running = jdock.container();
    String other = jdock.container();
    jdock
        .run("run", "-d", "--name", running, "--label", label, jdock.busybox(), "sleep", "600")
        .ok();
    jdock.run("create", "--name", other, "--label", label + "=x", jdock.busybox(), "true").ok();
    String id =
        jdock
            .run("run", "-d", "--label", label, jdock.busybox(), "sh", "-c", "echo hello >/f")
            .text();
    jdock.run("wait", id).ok();
    jdock
        .run(
            "container",
            "prune",
            "-f",
            "--filter",
            "label=" + label,
            "--filter",
            "label!=" + label + "=x")
        .prints("Deleted Containers:\n" + id + "\n\nTotal reclaimed space: 6B");
    jdock.run("inspect", running, other).ok();
    jdock
        .runWithInput("y\n", "container", "prune", "--filter", "label=" + label + "=x")
        .ok()
        .saysOnOut("continue? [y/N] Deleted Containers:\n");
    jdock.run("container", "inspect", other).exits(1);
  }

  @Test
  void danglingImagesGoByLabel(@TempDir Path folder) {
    String label = jdock.image();
    build(jdock, folder, label + ":1", "LABEL l=" + label + "\nRUN echo " + label + " >/x\n");
    String id = jdock.run("images", "-q", "--no-trunc", label).text();
    jdock
        .run("image", "prune", "-f", "--filter", "label=l=" + label)
        .prints("Total reclaimed space: 0B");
    build(jdock, folder, label + ":1", "LABEL l=other\n");
    Result pruned = jdock.run("image", "prune", "-f", "--filter", "label=l=" + label).ok();
    assertThat(pruned.out())
        .startsWith("Deleted Images:\n")
        .contains("deleted: " + id + "\n")
        .endsWith("\n\nTotal reclaimed space: " + (label.length() + 1) + "B\n");
  }

  @Test
  @JdockOnly("would prune what belongs to others")
  void everythingUnusedGoes(@TempDir Path folder) {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      build(mine, folder, "used", "RUN echo 1 >/1\n");
      build(mine, folder, "unused", "RUN echo 22 >/2\nRUN echo 333 >/3\n");
      mine.run("create", "--name", "keeper", "used", "true").ok();
      mine.run("run", "-d", "--name", "runner", "used", "sleep", "600").ok();
      mine.run("run", "-v", "/anon", mine.busybox(), "sh", "-c", "echo 4444 >/anon/f").ok();
      mine.run("rm", "keeper").ok();
      Result pruned = mine.run("system", "prune", "-a", "-f", "--volumes").ok();
      assertThat(pruned.out())
          .contains("Deleted Containers:\n")
          .contains("Deleted Volumes:\n")
          .contains("untagged: unused:latest\n")
          .contains("untagged: " + mine.busybox() + "\n")
          .doesNotContain("used:latest\nuntagged: used:latest")
          .contains("Deleted build cache objects:\n")
          .containsPattern("Total reclaimed space: \\d");
      assertThat(mine.run("images", "--format", "{{.Repository}}").lines()).containsExactly("used");
      assertThat(layers(own)).isEqualTo(2);
      mine.run("exec", "runner", "cat", "/1").prints("1");
      assertThat(mine.run("system", "prune", "-a", "-f", "--volumes").text())
          .isEqualTo("Total reclaimed space: 0B");
    }
  }

  @Test
  @JdockOnly("there is BuildKit's cache, which is another")
  void builderPruneForgetsWhatNoImageHas(@TempDir Path folder) {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      build(mine, folder, "a", "RUN echo 55555 >/5\n");
      mine.run("builder", "prune", "-f").prints("Total reclaimed space: 0B");
      Host.write(
          folder.resolve("Dockerfile"), "FROM " + mine.busybox() + "\nRUN echo 6 >/6\nRUN false\n");
      mine.run("build", "-t", "b", folder.toString()).exits(1);
      mine.run("builder", "prune", "-f", "--filter", "until=1h")
          .prints("Total reclaimed space: 0B");
      Result pruned = mine.runWithInput("y\n", "builder", "prune").ok();
      assertThat(pruned.out())
          .startsWith("WARNING! This will remove all dangling build cache. Are you sure")
          .contains("Deleted build cache objects:\n")
          .endsWith("Total reclaimed space: 2B\n");
      assertThat(layers(own)).isEqualTo(2);
    }
  }

  @Test
  @JdockOnly("there is BuildKit's cache, which is another")
  void builderPruneKeepsWhatItsLimitsAllow(@TempDir Path folder) {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      String zeros = "RUN head -c 2000000 /dev/zero >/";
      Host.write(
          folder.resolve("Dockerfile"),
          "FROM " + mine.busybox() + "\n" + zeros + "first\n" + zeros + "second\n");
      mine.run("build", "--output", "type=cacheonly", folder.toString()).ok();
      mine.run("builder", "prune", "-f", "--reserved-space", "1gb")
          .prints("Total reclaimed space: 0B");
      mine.run("builder", "prune", "-f", "--keep-storage", "1gb")
          .saysOnOut("Total reclaimed space: 0B");
      assertThat(mine.run("builder", "prune", "-f", "--max-used-space", "3mb").ok().out())
          .endsWith("Total reclaimed space: 2MB\n");
      assertThat(mine.run("builder", "prune", "-f", "--max-used-space", "1").ok().out())
          .endsWith("Total reclaimed space: 2MB\n");
      mine.run("builder", "prune", "-f", "--max-used-space", "nosuch").exits(125);
    }
  }

  private static long layers(OwnRoot own) {
    String[] left = own.path().resolve("layers").toFile().list();
    assertThat(Files.exists(own.path())).isTrue();
    return left == null ? 0 : left.length;
  }
}
