package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A build that ends before its time, wherever it is, leaves finished layers and nothing else. */
@EndToEnd
@JdockOnly("looks at the store")
class BuildCancelIT {
  private final Jdock jdock;
  private @TempDir Path context = Path.of("");
  private ServerSocket silent;
  private Leftovers before;

  BuildCancelIT(Jdock jdock) throws IOException {
    this.jdock = jdock;
    this.silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.before = jdock.leftovers();
  }

  /** Where a build is when it is ended. */
  enum Moment {
    BASE("FROM $SILENT/base:1\n", "load metadata for"),
    DOWNLOAD("FROM $BUSYBOX\nADD http://$SILENT/file /f\n", "ADD http"),
    STEP("FROM $BUSYBOX\nRUN touch /half; echo rea''dy; sleep 7311\n", " ready\n"),
    STEP_WITH_MOUNTS(
        "FROM $BUSYBOX\n"
            + "RUN --mount=type=secret,id=t --mount=type=cache,target=/c,id=$ID"
            + " --mount=type=tmpfs,target=/m --mount=target=/in"
            + " --network=none echo rea''dy; sleep 7311\n",
        " ready\n"),
    LOCKED_CACHE(
        "FROM $BUSYBOX\nRUN --mount=type=cache,target=/c,sharing=locked,id=$LOCKED echo second\n",
        "] RUN --mount=type=cache"),
    DEAF_STEP(
        "FROM $BUSYBOX\nRUN trap '' INT TERM HUP; echo rea''dy; while :; do sleep 7311; done\n",
        " ready\n");

    private final String dockerfile;
    private final String sign;

    Moment(String dockerfile, String sign) {
      this.dockerfile = dockerfile;
      this.sign = sign;
    }
  }

  private record Case(Moment moment, String signal) {}

  static Stream<Case> moments() {
    return Stream.of(Moment.values())
        .flatMap(moment -> Stream.of("INT", "KILL").map(signal -> new Case(moment, signal)));
  }

  @BeforeEach
  void listen() {
    Host.write(context.resolve("token"), "hush");
  }

  @AfterEach
  void hangUp() throws IOException {
    silent.close();
  }

  private Running start(Jdock program, String dockerfile, String id) {
    String file = "Dockerfile-" + UUID.randomUUID();
    Host.write(
        context.resolve(file),
        dockerfile
            .replace("$BUSYBOX", jdock.busybox())
            .replace("$SILENT", "127.0.0.1:" + silent.getLocalPort())
            .replace("$LOCKED", id)
            .replace("$ID", id));
    return program.start(
        "build",
        "--progress",
        "plain",
        "--secret",
        "id=t,src=" + context.resolve("token"),
        "-f",
        context.resolve(file).toString(),
        context.toString());
  }

  private static void awaitSign(Running build, String sign) {
    Eventually.that(build::errSoFar, () -> build.errSoFar().contains(sign));
  }

  private static List<String> temporary(Path root) {
    try (Stream<Path> files = Files.list(root.resolve("build-cache"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> (name.startsWith("build-") || name.startsWith("context-")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean runs(String command) {
    return ProcessHandle.allProcesses()
        .anyMatch(each -> each.info().commandLine().orElse("").endsWith(command));
  }

  private void nothingIsLeft(Jdock program, Path root) {
    Eventually.that(
        () -> "left: " + temporary(root) + program.leftovers().since(before),
        () ->
            temporary(root).isEmpty()
                && !runs("sleep 7311")
                && program.leftovers().since(before).stream().noneMatch(BuildCancelIT::isOfAStep));
  }

  /** The engine keeps its bridge for a while, and its own process. */
  private static boolean isOfAStep(String left) {
    return left.startsWith("mount ")
        || left.startsWith("cgroup ")
        || left.startsWith("netns ")
        || left.startsWith("link ve");
  }

  @ParameterizedTest
  @MethodSource("moments")
  void nothingIsLeftOfABuildWhoseUserGoes(Case each) {
    String id = "test-" + UUID.randomUUID();
    if (each.moment() == Moment.LOCKED_CACHE) {
      try (Running holder =
          start(
              jdock,
              "FROM $BUSYBOX\nRUN --mount=type=cache,target=/c,sharing=locked,id=$LOCKED"
                  + " echo rea''dy; sleep 7311\n",
              id)) {
        awaitSign(holder, " ready\n");
        end(each, id);
        holder.signal("INT").await().exits(130);
      }
    } else {
      end(each, id);
    }
    nothingIsLeft(jdock, jdock.root());
  }

  private void end(Case each, String id) {
    try (Running build = start(jdock, each.moment().dockerfile, id)) {
      awaitSign(build, each.moment().sign);
      build.signal(each.signal());
      int code = build.await().exitCode();
      assertThat(code).isEqualTo(each.signal().equals("INT") ? 130 : 137);
    }
  }

  @Test
  void aContextThatIsStillComingIsForgotten() {
    try (Running build = jdock.start("build", "-")) {
      build.send("FROM ");
      Eventually.that(() -> "nothing is received", () -> !temporary(jdock.root()).isEmpty());
      build.signal("INT").await().exits(130);
    }
    nothingIsLeft(jdock, jdock.root());
  }

  @ParameterizedTest
  @EnumSource(
      value = Moment.class,
      names = {"BASE", "DOWNLOAD", "STEP", "STEP_WITH_MOUNTS"})
  void nothingIsLeftOfABuildWhoseEngineIsKilled(Moment moment) {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      String id = "test-" + UUID.randomUUID();
      try (Running build = start(own.jdock(), moment.dockerfile, id)) {
        awaitSign(build, moment.sign);
        kill(own);
        assertThat(build.await().exitCode()).isNotZero();
      }
      own.jdock().run("images").ok();
      nothingIsLeft(own.jdock(), own.path());
      Host.write(context.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\nRUN touch /again\n");
      own.jdock().run("build", "-q", context.toString()).ok();
    }
  }

  @Test
  void aStepInACgroupOfTheUsersEndsWithItsEngineToo() {
    String parent = "test-" + UUID.randomUUID();
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Host.write(
          context.resolve("Dockerfile"),
          "FROM " + jdock.busybox() + "\nRUN echo rea''dy; sleep 7311\n");
      try (Running build =
          own.jdock()
              .start(
                  "build",
                  "--progress",
                  "plain",
                  "--cgroup-parent",
                  "/" + parent,
                  context.toString())) {
        awaitSign(build, " ready\n");
        kill(own);
        assertThat(build.await().exitCode()).isNotZero();
      }
      own.jdock().run("images").ok();
      nothingIsLeft(own.jdock(), own.path());
      assertThat(
              Host.run("find", "/sys/fs/cgroup", "-path", "*" + parent + "/*", "-type", "d").out())
          .isEmpty();
    } finally {
      Host.run("sh", "-c", "find /sys/fs/cgroup -path '*" + parent + "' -type d | xargs -r rmdir");
    }
  }

  private static void kill(OwnRoot own) {
    long pid = new StateRoot(own.path()).engine().orElseThrow();
    Host.run("kill", "-s", "KILL", Long.toString(pid)).ok();
  }
}
