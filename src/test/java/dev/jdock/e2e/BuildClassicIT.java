package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of Docker's classic builder, for scripts that read it. */
@EndToEnd
class BuildClassicIT {
  private final Jdock jdock;
  @TempDir Path context = Path.of("");

  BuildClassicIT(Jdock jdock) {
    this.jdock = jdock.with("DOCKER_BUILDKIT", "0");
  }

  private Result build(String dockerfile, String... flags) {
    Host.write(context.resolve("Dockerfile"), dockerfile.replace("$BUSYBOX", jdock.busybox()));
    String[] arguments = new String[flags.length + 2];
    arguments[0] = "build";
    System.arraycopy(flags, 0, arguments, 1, flags.length);
    arguments[flags.length + 1] = context.toString();
    return jdock.run(arguments);
  }

  @Test
  void stepsHaveNumbersAndImages() {
    String image = jdock.image();
    String dockerfile =
        "ARG base=$BUSYBOX\nFROM $base AS one\nRUN echo said-by-" + image + "\nENV A=b\n";
    String out = build(dockerfile, "-t", image).ok().out();
    assertThat(out)
        .containsSubsequence(
            "Step 1/4 : ARG base=",
            "Step 2/4 : FROM $base AS one\n ---> ",
            "Step 3/4 : RUN echo said-by-" + image + "\n",
            "said-by-" + image + "\n",
            " ---> ",
            "Step 4/4 : ENV A=b\n",
            " ---> ",
            "Successfully built ",
            "Successfully tagged " + image);
    String id = out.replaceAll("(?s).*Successfully built (\\w{12})\n.*", "$1");
    assertThat(jdock.format(image, "{{.Id}}")).startsWith("sha256:" + id);
    String step = out.replaceAll("(?s).*said-by.*?\n.*? ---> (\\w{12})\nStep 4.*", "$1");
    assertThat(jdock.format(step, "{{.Id}}")).startsWith("sha256:" + step);
    assertThat(build(dockerfile, "-t", image).ok().out())
        .contains("ENV A=b\n ---> Using cache\n ---> " + id);
  }

  @Test
  void theExitCodeIsTheCommands() {
    Result result = build("FROM $BUSYBOX\nRUN echo why; exit 42\n").exits(42);
    assertThat(result.out()).contains("why\n");
    assertThat(result.err())
        .contains("The command '/bin/sh -c echo why; exit 42' returned a non-zero code: 42");
  }

  @Test
  void messagesAreTheClassicOnes() {
    build("FROM $BUSYBOX\nCOPY nosuch /\n")
        .exits(1)
        .saysOnErr(
            "COPY failed: file not found in build context or excluded by .dockerignore: stat nosuch:"
                + " file does not exist");
    build("FROM $BUSYBOX\nFORM x\n")
        .exits(1)
        .saysOnErr(
            "Error response from daemon: dockerfile parse error on line 2: unknown instruction: FORM"
                + " (did you mean FROM?)");
  }

  @Test
  void newFlagsAreUnknown() {
    build("FROM $BUSYBOX\n", "--check").exits(125).saysOnErr("unknown flag: --check");
    build("FROM $BUSYBOX\n", "--progress=plain").exits(125).saysOnErr("unknown flag: --progress");
    jdock
        .with("DOCKER_BUILDKIT", "maybe")
        .run("build", context.toString())
        .exits(1)
        .saysOnErr("DOCKER_BUILDKIT environment variable expects boolean value");
  }

  @Test
  void cachesThatAreNamedAreTheOnlyOnes() {
    String image = jdock.image();
    String other = jdock.image();
    String step = "RUN echo made-by-" + image + " > /made\n";
    String cached = step + " ---> Using cache\n";
    build("FROM $BUSYBOX\nCMD x\n" + step, "-t", image).ok();
    build("FROM $BUSYBOX\nCMD x\nRUN echo " + other + " > /made\n", "-t", other).ok();
    String dockerfile = "FROM $BUSYBOX\nCMD y\n" + step;
    for (String flags : List.of(image, "nosuch-" + image + " " + image)) {
      assertThat(build(dockerfile, caches(flags.split(" "))).ok().out()).contains(cached);
    }
    for (String flags : List.of(other, "nosuch-" + image)) {
      assertThat(build(dockerfile, caches(flags.split(" "))).ok().out()).doesNotContain(cached);
    }
    assertThat(build(dockerfile).ok().out()).contains(cached);
  }

  private static String[] caches(String... images) {
    return Stream.of(images)
        .flatMap(name -> Stream.of("--cache-from", name))
        .toArray(String[]::new);
  }

  @Test
  void quietPrintsTheIdAlone() {
    Result result = build("FROM $BUSYBOX\nLABEL a=b\n", "-q").ok();
    assertThat(result.text()).matches("sha256:[0-9a-f]{64}");
    assertThat(result.err()).startsWith("DEPRECATED: The legacy builder is deprecated");
  }
}
