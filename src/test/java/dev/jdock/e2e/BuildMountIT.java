package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RUN --mount. */
@EndToEnd
@JdockOnly("Docker's old builder, which the suite asks for, has no such flag")
class BuildMountIT {
  private final Jdock jdock;
  private @TempDir Path context = Path.of("");

  /** Caches outlive a test. */
  private final String id = "test-" + UUID.randomUUID();

  BuildMountIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result tryBuild(String image, String text, String... flags) {
    Host.write(
        context.resolve("Dockerfile"),
        text.replace("$BUSYBOX", jdock.busybox()).replace("$ID", id));
    var command = new ArrayList<>(List.of("build", "-t", image));
    command.addAll(List.of(flags));
    command.add(context.toString());
    return jdock.run(command.toArray(String[]::new));
  }

  private String build(String text, String... flags) {
    String image = jdock.image();
    tryBuild(image, text, flags).ok();
    return image;
  }

  private Result sh(String image, String script) {
    return jdock.run("run", "--rm", image, "sh", "-c", script);
  }

  @Test
  void bindsOfTheContextAreReadOnlyAndHonourDockerignore() {
    Host.write(context.resolve("src/seen"), "text\n");
    Host.write(context.resolve("src/hidden"), "secret\n");
    Host.write(context.resolve(".dockerignore"), "**/hidden\n");
    String image =
        build(
            """
            FROM $BUSYBOX
            WORKDIR /work
            RUN --mount=target=in,source=src \\
                ls in >/listed; stat -c '%u %g' in/seen >>/listed; ! touch in/new 2>>/listed
            RUN --mount=type=bind,source=src/seen,target=/file cat /file >/copied
            """);
    sh(image, "cat /listed /copied; ls -a /work")
        .prints("seen\n0 0\ntouch: in/new: Read-only file system\ntext\n.\n..");
    assertThat(sh(image, "ls -d /work/in /file").out()).isEmpty();
  }

  @Test
  void changesOfAWritableBindAreDropped() {
    Host.write(context.resolve("src/f"), "old\n");
    String image =
        build(
            """
            FROM $BUSYBOX AS from
            RUN mkdir /d && echo stage >/d/g
            FROM $BUSYBOX
            RUN --mount=target=/in,source=src,rw --mount=from=from,source=/d,target=/d,rw \\
                echo new >/in/f && rm /d/g && touch /in/made && cat /in/f >/taken
            RUN --mount=target=/in,source=src --mount=from=from,source=/d,target=/d \\
                ls /in >>/taken && cat /in/f /d/g >>/taken
            """);
    assertThat(sh(image, "cat /taken; ls -d /in /d 2>/dev/null").out())
        .isEqualTo("new\nf\nold\nstage\n");
    assertThat(context.resolve("src/f")).hasContent("old\n");
    assertThat(context.resolve("src/made")).doesNotExist();
  }

  @Test
  void bindsFromStagesAndImagesCountByWhatIsInThem() {
    String text =
        """
        FROM $BUSYBOX AS from
        ARG WHAT
        RUN echo $WHAT >/what && echo same >/same
        FROM $BUSYBOX
        RUN --mount=from=FROM,source=/same,target=/x cat /x >/a
        RUN --mount=from=from,target=/x cat /x/what >/b
        RUN --mount=from=$BUSYBOX,source=/bin,target=/y ls /y/busybox >/c
        """;
    sh(build(text, "--build-arg", "WHAT=one"), "cat /a /b /c").prints("same\none\n/y/busybox");
    String image = jdock.image();
    Result second = tryBuild(image, text, "--build-arg", "WHAT=two").ok();
    sh(image, "cat /a /b").prints("same\ntwo");
    assertThat(second.err()).containsPattern("(?s)\\[stage-1 2/4] RUN[^\\n]*\\n#\\d+ CACHED");
    assertThat(second.err()).doesNotContainPattern("(?s)\\[stage-1 3/4] RUN[^\\n]*\\n#\\d+ CACHED");
  }

  @Test
  void filesOfTheContextBelowTheSourceCount() {
    Host.write(context.resolve("in/f"), "one\n");
    String text = "FROM $BUSYBOX\nRUN --mount=source=in,target=/in cat /in/f >/f\n";
    build(text);
    Host.write(context.resolve("beside"), "x");
    assertThat(tryBuild(jdock.image(), text).ok().err()).contains("CACHED");
    Host.write(context.resolve("in/f"), "two\n");
    sh(build(text), "cat /f").prints("two");
  }

  @Test
  void cachesSurviveTheBuild() {
    String text =
        """
        FROM $BUSYBOX
        ARG N
        RUN --mount=type=cache,id=$ID,target=/root/.cache echo $N >>/root/.cache/f; \\
            cp /root/.cache/f /seen; stat -c '%a %u %g' /root/.cache >>/seen
        """;
    sh(build(text, "--build-arg", "N=1"), "cat /seen; ls -a /root").prints("1\n755 0 0\n.\n..");
    sh(build(text, "--build-arg", "N=2"), "cat /seen").prints("1\n2\n755 0 0");
    sh(build(text, "--build-arg", "N=3", "--no-cache"), "cat /seen").prints("3\n755 0 0");
    sh(build(text, "--build-arg", "N=4"), "cat /seen").prints("3\n4\n755 0 0");
    String row = jdock.run("system", "df", "-v").ok().out();
    assertThat(row).containsPattern("(?m)^[0-9a-z]{12} +exec.cachemount");
  }

  @Test
  void aCacheHasTheOwnerAndModeAskedFor() {
    sh(
            build(
                """
                FROM $BUSYBOX
                USER 7
                RUN --mount=type=cache,id=$ID,target=/c,uid=7,gid=8,mode=0750 \\
                    stat -c '%a %u %g' /c >/tmp/seen; touch /c/x
                """),
            "cat /tmp/seen")
        .prints("750 7 8");
  }

  @Test
  void aCacheBeginsWithWhatItIsFrom() {
    sh(
            build(
                """
                FROM $BUSYBOX AS seed
                RUN mkdir /s && echo seeded >/s/f
                FROM $BUSYBOX
                RUN --mount=type=cache,id=$ID,target=/c,from=seed,source=/s cp /c/f /f; echo 2 >/c/f
                RUN --mount=type=cache,id=$ID,target=/c,from=seed,source=/s cat /c/f >>/f
                """),
            "cat /f")
        .prints("seeded\n2");
  }

  @Test
  void lockedCachesAreUsedByOneStepAtATime() throws Exception {
    String text =
        """
        FROM $BUSYBOX
        ARG WHO
        RUN --mount=type=cache,id=$ID,target=/c,sharing=locked \\
            mkdir /c/mine && for i in 1 2 3 4 5 6 7 8; do echo $WHO >>/c/log; usleep 20000; done \\
            && rmdir /c/mine && cp /c/log /log
        """;
    Host.write(
        context.resolve("Dockerfile"),
        text.replace("$BUSYBOX", jdock.busybox()).replace("$ID", id));
    String first = jdock.image();
    String second = jdock.image();
    Thread other =
        Thread.startVirtualThread(
            () -> jdock.run("build", "-t", first, "--build-arg", "WHO=a", context.toString()).ok());
    jdock.run("build", "-t", second, "--build-arg", "WHO=b", context.toString()).ok();
    other.join();
    String both =
        sh(first, "cat /log").out().length() > sh(second, "cat /log").out().length()
            ? first
            : second;
    assertThat(sh(both, "uniq -c /log | wc -l").text().strip()).isEqualTo("2");
  }

  @Test
  void memoryIsNoPartOfTheLayer() {
    String image =
        build(
            """
            FROM $BUSYBOX
            RUN --mount=type=tmpfs,target=/deep/er/t,size=2m \\
                cp /bin/busybox /deep/er/t/sh 2>/dev/null; grep /deep/er/t /proc/mounts >/mounts
            """);
    sh(image, "grep -o 'tmpfs.*size=2048k' /mounts | cut -c1-5").prints("tmpfs");
    assertThat(sh(image, "ls -d /deep").out()).isEmpty();
  }

  @Test
  void aCommandsOwnFilesUnderAMountPointStay() {
    sh(
            build(
                """
                FROM $BUSYBOX
                RUN --mount=type=tmpfs,target=/deep/t touch /deep/mine
                """),
            "ls /deep")
        .prints("mine");
  }

  @Test
  void linksOfAnImageDoNotLeadOut() {
    Host.write(context.resolve("f"), "in\n");
    sh(
            build(
                """
                FROM $BUSYBOX AS from
                RUN ln -s ../../../../../../../../../../etc /up && ln -s /nowhere /dangling
                FROM $BUSYBOX
                RUN ln -s ../../../../../../../../tmp/inside /link
                RUN --mount=from=from,source=/up,target=/x cat /x/passwd >/passwd
                RUN --mount=source=f,target=/link/f cat /tmp/inside/f >/f
                """),
            "cmp /passwd /etc/passwd && cat /f && test ! -e /tmp/inside")
        .prints("in");
    assertThat(Path.of("/tmp/inside")).doesNotExist();
    tryBuild(
            jdock.image(),
            """
            FROM $BUSYBOX AS from
            RUN ln -s /nowhere /dangling
            FROM $BUSYBOX
            RUN --mount=from=from,source=/dangling,target=/x ls /x
            """)
        .exits(1)
        .saysOnErr("\"/dangling\": not found");
  }

  @Test
  void refusesWhatCannotBeMounted() {
    tryBuild(jdock.image(), "FROM $BUSYBOX\nRUN --mount=target=/x,source=nope true\n")
        .exits(1)
        .saysOnErr("\"/nope\": not found");
    tryBuild(jdock.image(), "FROM $BUSYBOX\nRUN --mount=target=/ true\n")
        .exits(1)
        .saysOnErr("invalid mount target \"/\"");
    tryBuild(
            jdock.image(),
            "FROM $BUSYBOX AS a\nRUN --mount=from=b,target=/x true\nFROM $BUSYBOX AS b\n",
            "--target",
            "a")
        .exits(1)
        .saysOnErr(
            "cannot mount from stage \"b\" to \"/x\", stage needs to be defined before current"
                + " command");
    tryBuild(jdock.image(), "FROM $BUSYBOX AS a\nRUN --mount=from=a,target=/x true\n")
        .exits(1)
        .saysOnErr("circular dependency detected on stage: a");
  }

  @Test
  void pruneRemovesCaches() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      Host.write(
          context.resolve("Dockerfile"),
          "FROM " + jdock.busybox() + "\nRUN --mount=type=cache,target=/c echo x >/c/f\n");
      mine.run("build", context.toString()).ok();
      String[] caches = {"system", "df", "-v", "--format", "{{json .BuildCache}}"};
      assertThat(mine.run(caches).ok().out()).contains("cached mount /c from exec");
      Result pruned = mine.run("builder", "prune", "-f", "--filter", "type=exec.cachemount").ok();
      assertThat(pruned.out()).contains("Total reclaimed space: 2B");
      assertThat(mine.run(caches).ok().out()).doesNotContain("exec.cachemount").contains("regular");
      assertThat(own.path().resolve("build-cache/mounts")).isEmptyDirectory();
    }
  }

  @Test
  void cachesTravelAsArchives(@TempDir Path folder) {
    build(
        """
        FROM $BUSYBOX
        RUN --mount=type=cache,id=$ID,target=/c,sharing=locked echo one >/c/f; chmod 600 /c/f
        """,
        "--no-cache");
    Path archive = folder.resolve("cache.tar");
    jdock.run("builder", "cache", "export", "-o", archive.toString(), id).ok();
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock other = own.jdock();
      other.run("builder", "cache", "import", "-i", archive.toString(), id).ok();
      Host.write(
          context.resolve("Dockerfile"),
          "FROM "
              + jdock.busybox()
              + "\nRUN --mount=type=cache,id="
              + id
              + ",target=/c,sharing=locked stat -c '%a' /c/f >/seen; cat /c/f >>/seen\n");
      other.run("build", "-t", "travelled", context.toString()).ok();
      other.run("run", "--rm", "travelled", "cat", "/seen").prints("600\none");
    }
    Host.write(archive, "no archive");
    jdock
        .run("builder", "cache", "import", "-i", archive.toString(), id)
        .exits(1)
        .saysOnErr("unexpected EOF");
    jdock
        .run("builder", "cache", "export", "-o", archive.toString(), id + "-none")
        .exits(1)
        .saysOnErr("No such cache mount: " + id + "-none");
  }

  private Result cacheInFolder(String source, String... flags) {
    List<String> all = new ArrayList<>(List.of("--cache-mount", "id=" + id + ",src=" + source));
    all.addAll(List.of(flags));
    return tryBuild(
        jdock.image(),
        """
        FROM $BUSYBOX
        ARG N
        RUN --mount=type=cache,id=$ID,target=/c,uid=7,mode=0750 \\
            echo $N >>/c/f; stat -c 'folder %a %u' /c; cat /c/f | tr '\\n' '+'
        """,
        all.toArray(String[]::new));
  }

  @Test
  void cachesLiveInFoldersOfTheUsers(@TempDir Path folder) throws IOException {
    Path cache = folder.resolve("made/cache");
    Path link = Files.createSymbolicLink(folder.resolve("link"), cache);
    cacheInFolder(cache.toString(), "--build-arg", "N=1")
        .ok()
        .saysOnErr("folder 750 7")
        .saysOnErr("1+");
    cacheInFolder(link.toString(), "--build-arg", "N=2").ok().saysOnErr("1+2+");
    assertThat(cache.resolve("f")).hasContent("1\n2");
    Host.write(cache.resolve("f"), "brought\n");
    cacheInFolder(cache.toString(), "--build-arg", "N=3").ok().saysOnErr("brought+3+");
    assertThat(jdock.run("system", "df", "-v").ok().out()).doesNotContain("/" + id + "\"");
  }

  @Test
  void foldersOfCachesAreChecked(@TempDir Path folder) {
    Path file = folder.resolve("file");
    Host.write(file, "no folder\n");
    cacheInFolder(file.toString())
        .exits(1)
        .saysOnErr("cache mount " + id + ": " + file + " is not a directory");
    cacheInFolder("", "--no-cache").exits(1).saysOnErr("cache mount requires id and src");
    cacheInFolder(folder + ",mode=7").exits(1).saysOnErr("invalid field 'mode=7' in cache mount");
  }
}
