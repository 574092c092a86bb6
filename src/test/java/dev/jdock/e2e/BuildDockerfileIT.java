package dev.jdock.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Dockerfile says apart from its instructions. */
@EndToEnd
class BuildDockerfileIT {

  private final Jdock jdock;
  @TempDir Path context = Path.of("");

  BuildDockerfileIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result tryBuild(String image, String dockerfile) {
    Host.write(context.resolve("Dockerfile"), dockerfile.replace("$BUSYBOX", jdock.busybox()));
    return jdock.run("build", "-t", image, context.toString());
  }

  private Result sh(String image, String script) {
    return jdock.run("run", "--rm", image, "sh", "-c", script);
  }

  @Test
  void directivesBelongToTheLanguage() {
    String image = jdock.image();
    tryBuild(
            image,
            "\uFEFF# syntax=docker/dockerfile:1.7-labs\r\n# escape=`\r\n"
                + "# check=skip=all\r\nFROM $BUSYBOX\r\nRUN echo one > /out && `\r\n"
                + "    # a comment\r\n    echo C:\\\\two >> /out\r\n")
        .ok();
    sh(image, "cat /out").prints("one\nC:\\two");
  }

  @Test
  void anotherFrontendIsRefusedByName() {
    tryBuild(jdock.image(), "# syntax=localhost:1/front:2\nFROM $BUSYBOX\n")
        .exits(1)
        .saysOnErr("localhost:1/front");
  }

  @Test
  void namesOfStagesAndArgumentsOfPlatforms() {
    String image = jdock.image();
    tryBuild(
            image,
            """
            ARG WHO=global
            FROM --platform=$BUILDPLATFORM $BUSYBOX AS Base
            ARG WHO TARGETOS TARGETPLATFORM
            RUN echo "$WHO $TARGETOS ${TARGETPLATFORM%%/*} ${TARGETARCH:-none}" >/out
            FROM bAsE AS other
            RUN echo "$WHO" >>/out
            FROM BASE
            COPY --from=OTHER /out /copied
            """)
        .ok();
    sh(image, "cat /copied").prints("global linux linux none\nglobal");
  }

  @Test
  void variablesTakeTheFormsOfShells() {
    String image = jdock.image();
    tryBuild(
            image,
            """
            FROM $BUSYBOX
            ENV F=/a/b.tar.gz
            ENV A=${F##*/} B=${F%.*} C=${F%%.*} D=${F#*/} E=${F/a/x} G=${F//[a]/y} H=${F//./-}
            ENV I=${NONE:-w} J=${NONE-w} K=${F:+w} L=${NONE+w} M=${F:?unseen}
            RUN echo "$A $B $C $D $E $G $H $I $J $K $L $M" >/out
            """)
        .ok();
    sh(image, "cat /out")
        .prints(
            "b.tar.gz /a/b.tar /a/b a/b.tar.gz /x/b.tar.gz /a/b.tar.gz /a/b-tar-gz w w w "
                + " /a/b.tar.gz");
    tryBuild(jdock.image(), "FROM $BUSYBOX\n\nENV A=\"${NONE:?is needed}\"\n")
        .exits(1)
        .saysOnErr("Dockerfile:3")
        .saysOnErr("   3 | >>> ENV A=\"${NONE:?is needed}\"")
        .saysOnErr("NONE: is needed");
  }

  @Test
  void ignoredFilesOfTheDockerfileComeBeforeThoseOfTheContext() {
    Host.write(context.resolve("a"), "a\n");
    Host.write(context.resolve("b"), "b\n");
    Host.write(context.resolve(".dockerignore"), "a\n");
    Host.write(context.resolve("sub/Other.dockerignore"), "b\n");
    String dockerfile = "FROM " + jdock.busybox() + "\nCOPY . /c\n";
    Host.write(context.resolve("Dockerfile"), dockerfile);
    Host.write(context.resolve("sub/Other"), dockerfile);
    String usual = jdock.image();
    jdock.run("build", "-t", usual, context.toString()).ok();
    sh(usual, "cd /c && ls -d a b 2>/dev/null; true").prints("b");
    String other = jdock.image();
    Path file = context.resolve("sub/Other");
    jdock.run("build", "-t", other, "-f", file.toString(), context.toString()).ok();
    sh(other, "cd /c && ls -d a b 2>/dev/null; true").prints("a");
  }
}
