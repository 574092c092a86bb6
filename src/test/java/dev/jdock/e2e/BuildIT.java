package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EndToEnd
class BuildIT {

  private final Jdock jdock;
  @TempDir Path context = Path.of("");

  BuildIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result tryBuild(String image, String dockerfile, String... flags) {
    Host.write(context.resolve("Dockerfile"), dockerfile.replace("$BUSYBOX", jdock.busybox()));
    List<String> line = new ArrayList<>(List.of("build", "-t", image));
    line.addAll(List.of(flags));
    line.add(context.toString());
    return jdock.run(line.toArray(String[]::new));
  }

  private String build(String dockerfile, String... flags) {
    String image = jdock.image();
    tryBuild(image, dockerfile, flags).ok();
    return image;
  }

  private Result sh(String image, String script) {
    return jdock.run("run", "--rm", "--entrypoint", "sh", image, "-c", script);
  }

  @Test
  void runsBothForms() {
    String image =
        build("FROM $BUSYBOX\nRUN echo a >/a && echo $HOME >>/a\nRUN [\"touch\",\"/b\"]\n");
    sh(image, "cat /a; ls /b").prints("a\n/root\n/b");
  }

  @Test
  void copiesFilesFoldersAndGlobs() {
    Host.write(context.resolve("one.txt"), "1\n");
    Host.write(context.resolve("two.txt"), "2\n");
    Host.write(context.resolve("d/deep/f"), "deep\n");
    String image =
        build(
            """
            FROM $BUSYBOX
            WORKDIR /w
            COPY *.txt ./
            COPY d /d
            COPY --chown=33:50 one.txt /new/name
            ADD one.txt two.txt /both/
            """);
    sh(image, "cat one.txt two.txt /d/deep/f /both/two.txt; stat -c '%u %g' /new/name")
        .prints("1\n2\ndeep\n2\n33 50");
  }

  @Test
  void addUnpacksTars() {
    Host.write(context.resolve("in/f"), "packed\n");
    Host.run(
            "tar",
            "-C",
            context.resolve("in").toString(),
            "-czf",
            context.resolve("x.tgz").toString(),
            "f")
        .ok();
    sh(build("FROM $BUSYBOX\nADD x.tgz /un/\nCOPY x.tgz /kept/\n"), "cat /un/f; ls /kept")
        .prints("packed\nx.tgz");
  }

  @Test
  void hasSeveralStages() {
    String dockerfile =
        """
        FROM $BUSYBOX AS first
        RUN echo made >/made
        FROM $BUSYBOX AS second
        COPY --from=first /made /taken
        COPY --from=0 /made /taken0
        FROM second
        RUN touch /last
        """;
    sh(build(dockerfile), "cat /taken /taken0; ls /last").prints("made\nmade\n/last");
    sh(build(dockerfile, "--target", "second"), "ls /last").exits(1);
  }

  @Test
  void expandsArgumentsAndVariables() {
    String image =
        build(
            """
            ARG BASE=$BUSYBOX
            FROM ${BASE}
            ARG WHO=nobody
            ENV A=${WHO} B=${UNSET:-fallback} C=${WHO:+set}
            RUN echo $WHO $A $B $C >/out
            """,
            "--build-arg",
            "WHO=me");
    sh(image, "cat /out").prints("me me fallback set");
  }

  @Test
  void keepsConfiguration() {
    String image =
        build(
            """
            FROM $BUSYBOX
            LABEL maintainer="A B" two=2
            ENV X=y
            EXPOSE 80 53/udp
            VOLUME ["/data", "/more"]
            USER www-data
            WORKDIR /srv
            STOPSIGNAL SIGINT
            HEALTHCHECK CMD true
            ENTRYPOINT ["echo", "from"]
            CMD ["cmd"]
            """);
    var config = jdock.inspect(image).path("Config");
    assertThat(config.at("/Labels/maintainer").asText()).isEqualTo("A B");
    assertThat(config.path("ExposedPorts").toString()).isEqualTo("{\"53/udp\":{},\"80/tcp\":{}}");
    assertThat(config.path("Volumes").toString()).isEqualTo("{\"/data\":{},\"/more\":{}}");
    assertThat(config.path("User").asText()).isEqualTo("www-data");
    assertThat(config.path("WorkingDir").asText()).isEqualTo("/srv");
    assertThat(config.path("StopSignal").asText()).isEqualTo("SIGINT");
    assertThat(config.path("Healthcheck").toString()).contains("CMD-SHELL");
    jdock.run("run", "--rm", image).prints("from cmd");
    jdock.run("run", "--rm", image, "other").prints("from other");
  }

  @Test
  void secondBuildIsCached() {
    String dockerfile = "FROM $BUSYBOX\nCOPY f /f\nRUN head -c 9 /dev/urandom | base64 >/random\n";
    Host.write(context.resolve("f"), "1");
    String one = build(dockerfile);
    String two = build(dockerfile);
    assertThat(jdock.format(two, "{{.Id}}")).isEqualTo(jdock.format(one, "{{.Id}}"));
    Host.write(context.resolve("f"), "2");
    String three = build(dockerfile);
    assertThat(sh(three, "cat /random").text()).isNotEqualTo(sh(one, "cat /random").text());
    assertThat(sh(build(dockerfile, "--no-cache"), "cat /random").text())
        .isNotEqualTo(sh(three, "cat /random").text());
  }

  @Test
  void dockerignoreKeepsFilesOut() {
    Host.write(context.resolve(".dockerignore"), "*.log\n!keep.log\nsecret\n");
    Host.write(context.resolve("a.log"), "");
    Host.write(context.resolve("keep.log"), "");
    Host.write(context.resolve("secret/f"), "");
    Host.write(context.resolve("g"), "");
    sh(build("FROM $BUSYBOX\nCOPY . /c/\n"), "ls /c").prints("Dockerfile\ng\nkeep.log");
  }

  @Test
  void quietPrintsTheId() {
    assertThat(tryBuild(jdock.image(), "FROM $BUSYBOX\nLABEL q=1\n", "-q").text())
        .matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void readsADockerfileFromInput() {
    String image = jdock.image();
    jdock
        .runWithInput("FROM " + jdock.busybox() + "\nRUN echo in >/in\n", "build", "-t", image, "-")
        .ok();
    sh(image, "cat /in").prints("in");
  }

  @Test
  void flagsMayFollowTheContext() {
    String image = jdock.image();
    Host.write(context.resolve("Other"), "FROM " + jdock.busybox() + "\nRUN touch /other\n");
    jdock
        .run("build", context.toString(), "-t", image, "-f", context.resolve("Other").toString())
        .ok();
    sh(image, "ls /other").prints("/other");
  }

  @Test
  void startsFromScratch() {
    Host.write(context.resolve("f"), "x");
    assertThat(jdock.inspect(build("FROM scratch\nCOPY f /f\n")).at("/RootFS/Layers")).hasSize(1);
  }

  @Test
  void onbuildRunsInTheChild() {
    String parent = build("FROM $BUSYBOX\nONBUILD RUN touch /by-parent\n");
    sh(parent, "ls /by-parent").exits(1);
    sh(build("FROM " + parent + "\n"), "ls /by-parent").prints("/by-parent");
  }

  @Test
  void failingStepFailsTheBuildWithItsCode() {
    String image = jdock.image();
    Result result = tryBuild(image, "FROM $BUSYBOX\nRUN echo said && exit 3\n");
    assertThat(result.exitCode()).as("%s", result).isIn(1, 3);
    assertThat(result.everything()).contains("said").contains("exit && 3".replace(" && ", " "));
    assertThat(jdock.run("images", "-q", image).text()).isEmpty();
  }

  @Test
  void errorsNameTheLine() {
    Result result = tryBuild(jdock.image(), "FROM $BUSYBOX\nNOSUCH x\n").exits(1);
    assertThat(result.everything())
        .containsIgnoringCase("unknown instruction: NOSUCH")
        .contains("line 2");
    assertThat(tryBuild(jdock.image(), "RUN x\n").exits(1).everything())
        .containsIgnoringCase("no build stage in current context");
    assertThat(tryBuild(jdock.image(), "FROM $BUSYBOX\nCOPY nosuch /x\n").exits(1).everything())
        .contains("nosuch")
        .containsIgnoringCase("not f" + "ound");
    assertThat(tryBuild(jdock.image(), "").exits(1).everything()).containsIgnoringCase("empty");
  }

  @Test
  void copyCannotLeaveTheContext() {
    Host.write(context.resolveSibling("outside-" + context.getFileName()), "secret");
    try {
      Result result =
          tryBuild(
              jdock.image(), "FROM $BUSYBOX\nCOPY ../outside-" + context.getFileName() + " /x\n");
      assertThat(result.exitCode()).isEqualTo(1);
    } finally {
      assertThat(context.resolveSibling("outside-" + context.getFileName()).toFile().delete())
          .isTrue();
    }
  }
}
