package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EndToEnd
class BuildFlagsIT {
  /** A name whose registry nobody answers for. */
  private static final String NOBODY = "127.0.0.1:1/base:1";

  private static final String EPOCH = "1700000000";

  private final Jdock jdock;
  private @TempDir Path context = Path.of("");

  BuildFlagsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private void dockerfile(String text) {
    Host.write(context.resolve("Dockerfile"), text.replace("$BUSYBOX", jdock.busybox()));
  }

  private Result sh(String image, String script) {
    return jdock.run("run", "--rm", image, "sh", "-c", script);
  }

  @Test
  void shellRunsTheStepsAfterIt() {
    String image = jdock.image();
    dockerfile(
        """
        FROM $BUSYBOX
        RUN echo "$0 $-" >/one
        SHELL ["/bin/busybox", "sh", "-eu", "-c"]
        RUN echo "$-" >/two
        CMD echo "$-"
        """);
    jdock.run("build", "-t", image, context.toString()).ok();
    assertThat(sh(image, "cat /one").text()).startsWith("/bin/sh").doesNotContain("u");
    assertThat(sh(image, "cat /two").text()).contains("e").contains("u");
    assertThat(jdock.run("run", "--rm", image).text()).contains("e").contains("u");
    assertThat(jdock.format(image, "{{json .Config.Shell}}"))
        .isEqualTo("[\"/bin/busybox\",\"sh\",\"-eu\",\"-c\"]");
  }

  @Test
  void copyTakesOwnersByNameOfTheImage() {
    String image = jdock.image();
    Host.write(context.resolve("f"), "x");
    dockerfile(
        """
        FROM $BUSYBOX
        COPY --chown=www-data:staff f /both
        COPY --chown=www-data f /alone
        COPY --chown=7:8 f /numbers
        """);
    jdock.run("build", "-t", image, context.toString()).ok();
    sh(image, "stat -c '%u %g' /both /alone /numbers").prints("33 50\n33 33\n7 8");
  }

  @Test
  @JdockOnly("Docker's old builder, which the suite asks for, has no such flag")
  void copyTakesModes() {
    String image = jdock.image();
    Host.write(context.resolve("f"), "x");
    Host.write(context.resolve("d/g"), "x");
    dockerfile(
        "FROM $BUSYBOX\nCOPY --chmod=0640 f /f\nADD --chmod=4755 f /s\nCOPY --chmod=750 d /d\n");
    jdock.run("build", "-t", image, context.toString()).ok();
    sh(image, "stat -c %a /f /s /d/g").prints("640\n4755\n750");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-cf", "-czf", "-cjf", "-cJf"})
  void contextMayBeAnArchiveFromInput(String flags) {
    String image = jdock.image();
    Path tar = context.resolve("context.tar");
    Host.write(context.resolve("in/f"), "packed\n");
    Host.write(context.resolve("in/sub/Other"), "FROM " + jdock.busybox() + "\nCOPY f /other\n");
    Host.write(context.resolve("in/Dockerfile"), "FROM " + jdock.busybox() + "\nCOPY f /f\n");
    Host.run("tar", "-C", context.resolve("in").toString(), flags, tar.toString(), ".").ok();
    jdock.runFrom(tar, "build", "-t", image, "-").ok();
    sh(image, "cat /f").prints("packed");
    jdock.runFrom(tar, "build", "-t", image, "-f", "sub/Other", "-").ok();
    sh(image, "cat /other").prints("packed");
  }

  @Test
  void archiveWithoutDockerfileIsAnError() {
    Path tar = context.resolve("context.tar");
    Host.write(context.resolve("in/f"), "x");
    Host.run("tar", "-C", context.resolve("in").toString(), "-cf", tar.toString(), ".").ok();
    Result result = jdock.runFrom(tar, "build", "-t", jdock.image(), "-").exits(1);
    assertThat(result.everything()).contains("Dockerfile");
  }

  @Test
  void pullAsksTheRegistryForWhatIsThereAlready() {
    jdock.run("tag", jdock.busybox(), NOBODY).ok();
    Host.write(context.resolve("Dockerfile"), "FROM " + NOBODY + "\nLABEL a=b\n");
    jdock.run("build", "-q", context.toString()).ok();
    jdock.run("build", "--pull", context.toString()).exits(1).saysOnErr("connection refused");
    jdock.run("rmi", NOBODY).ok();
  }

  @Test
  @JdockOnly("Docker's old builder has no progress")
  void progressIsPlainQuietOrAnError() {
    dockerfile("FROM $BUSYBOX\nRUN echo said by the step\n");
    Result plain = jdock.run("build", "--no-cache", "--progress", "plain", context.toString()).ok();
    assertThat(plain.out()).isEmpty();
    assertThat(plain.err()).contains("[2/2] RUN echo said").containsPattern("\\d said by the step");
    Result quiet = jdock.run("build", "--progress", "quiet", context.toString());
    assertThat(quiet.text()).matches("sha256:[0-9a-f]{64}");
    assertThat(quiet.err()).isEmpty();
    jdock
        .run("build", "--progress", "nosuch", context.toString())
        .exits(1)
        .saysOnErr("invalid progress mode nosuch");
    jdock.run("rmi", quiet.text()).ok();
  }

  @Test
  void baseByIdIsForTheOldBuilder() {
    String id = jdock.format(jdock.busybox(), "{{.Id}}");
    Host.write(context.resolve("Dockerfile"), "FROM " + id + "\nLABEL a=b\n");
    Result result = jdock.run("build", "-t", jdock.image(), context.toString());
    if (jdock.isReal()) {
      result.ok();
    } else {
      result.exits(1).saysOnErr("failed to solve");
    }
  }

  @Test
  @JdockOnly("Docker's old builder pulls")
  void baseOfAnotherPlatformIsAskedForAtItsRegistry() {
    jdock.run("tag", jdock.busybox(), NOBODY).ok();
    Host.write(context.resolve("Dockerfile"), "FROM --platform=linux/s390x " + NOBODY + "\n");
    jdock.run("build", context.toString()).exits(1).saysOnErr("connection refused");
    Host.write(context.resolve("Dockerfile"), "FROM " + NOBODY + "\n");
    jdock
        .run("build", "--platform", "linux/s390x", context.toString())
        .exits(1)
        .saysOnErr("connection refused");
    jdock.run("rmi", NOBODY).ok();
  }

  /**
   * Two roots that share nothing but the context and the time given; COPY keeps the files' times.
   */
  @Test
  @JdockOnly("Docker's root is one")
  void sameInputsGiveTheSameIdOnTwoMachines() {
    Host.write(context.resolve("d/f"), "x");
    Path tar = context.resolve("busybox.tar");
    Host.run(Suite.fixture("busybox-rootfs"), tar.toString()).ok();
    dockerfile(
        """
        FROM scratch
        ADD busybox.tar /
        COPY d /d
        WORKDIR /made/here
        ENV A=b
        """);
    String flag = buildOnItsOwn(jdock, "--build-arg", "SOURCE_DATE_EPOCH=" + EPOCH);
    assertThat(buildOnItsOwn(jdock, "--build-arg", "SOURCE_DATE_EPOCH=" + EPOCH)).isEqualTo(flag);
    assertThat(buildOnItsOwn(jdock.with("SOURCE_DATE_EPOCH", EPOCH), "--no-cache"))
        .as("of the environment")
        .isEqualTo(flag);
    assertThat(buildOnItsOwn(jdock, "--build-arg", "SOURCE_DATE_EPOCH=1")).isNotEqualTo(flag);
  }

  private String buildOnItsOwn(Jdock program, String... flags) {
    try (OwnRoot root = OwnRoot.of(program)) {
      java.util.List<String> line = new java.util.ArrayList<>(java.util.List.of("build", "-q"));
      line.addAll(java.util.List.of(flags));
      line.add(context.toString());
      return root.jdock().run(line.toArray(String[]::new)).text();
    }
  }
}
