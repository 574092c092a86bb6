package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds as they are shown, and what is said of a Dockerfile without building it. */
@EndToEnd
@JdockOnly("Docker's old builder, which the suite asks for, has neither checks nor progress")
class BuildCheckIT {
  private static final String WARNING =
      "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)";

  private final Jdock jdock;
  @TempDir Path context = Path.of("");

  BuildCheckIT(Jdock jdock) {
    this.jdock = jdock;
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
  void checksShowRulesAndLines() {
    String[] dangling = {"images", "-q", "--filter", "dangling=true"};
    String before = jdock.run(dangling).out();
    Result result = build("FROM scratch as a\nCMD x\n", "--check").exits(1);
    assertThat(result.out())
        .isEqualTo(
            """
            Check complete, 2 warnings have been found!

            WARNING: FromAsCasing - https://docs.docker.com/go/dockerfile/rule/from-as-casing/
            'as' and 'FROM' keywords' casing do not match
            %1$s/Dockerfile:1
            --------------------
               1 | >>> FROM scratch as a
               2 |     CMD x
               3 |    \s
            --------------------

            WARNING: JSONArgsRecommended - https://docs.docker.com/go/dockerfile/rule/json-args-recommended/
            JSON arguments recommended for CMD to prevent unintended behavior related to OS signals
            %1$s/Dockerfile:2
            --------------------
               1 |     FROM scratch as a
               2 | >>> CMD x
               3 |    \s
            --------------------
            """
                .formatted(context));
    assertThat(jdock.run(dangling).out()).isEqualTo(before);
  }

  @Test
  void whatCannotBeBuiltFailsTheCheck() {
    Result result = build("FROM scratch\nEXPOSE what\n", "--check").exits(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("ERROR: invalid containerPort: what\n" + context + "/Dockerfile:2\n");
  }

  @Test
  void nothingToSayIsSaid() {
    build("FROM scratch\nCMD [\"x\"]\n", "--call=check")
        .prints("Check complete, no warnings found.");
    build("FROM scratch as x\n", "--call=check,ignorestatus=true").ok();
  }

  @Test
  void answersMayBeDocuments() {
    Result result = build("FROM scratch as a\n", "--call=check,format=json").exits(1);
    assertThat(result.out())
        .startsWith("{\n  \"warnings\": [\n    {\n      \"ruleName\": \"FromAsCasing\",\n")
        .contains("\"filename\": \"Dockerfile\"", "\"line\": 1");
  }

  @Test
  void targetsAndTheirArguments() {
    String dockerfile =
        """
        # VERSION of all
        ARG VERSION=1
        # one is the first
        FROM $BUSYBOX AS one
        ARG VERSION
        # NAME to greet
        ARG NAME=you
        FROM scratch
        """;
    build(dockerfile, "--call=targets")
        .prints("TARGET    DESCRIPTION\none       is the first\n(default) ");
    build(dockerfile, "--call=outline", "--target=one")
        .prints(
            """
            TARGET:      one
            DESCRIPTION: is the first

            BUILD ARG   VALUE   DESCRIPTION
            VERSION     1       of all
            NAME        you     to greet
            """);
  }

  @Test
  void unknownCallsAreRefused() {
    build("FROM scratch\n", "--call=nosuch")
        .exits(1)
        .saysOnErr("unsupported request frontend.nosuch");
    build("FROM scratch\n", "--call=check,x=1").exits(1).saysOnErr("invalid print field: x=1");
  }

  @Test
  void aBuildWarnsInItsEndUnlessItIsQuiet() {
    String dockerfile = "FROM scratch as a\nLABEL a=b\n";
    Result plain = build(dockerfile, "--progress=plain").ok();
    assertThat(plain.err()).contains("1 warning found", " - " + WARNING);
    assertThat(build(dockerfile, "-q").ok().err()).isEmpty();
    assertThat(build(dockerfile, "--progress=rawjson").ok().err())
        .contains("{\"warnings\":[{\"vertex\":\"sha256:")
        .doesNotContain("warning found");
  }

  @Test
  void violationsCanBeErrors() {
    build("# check=error=true\nFROM scratch as a\n")
        .exits(1)
        .saysOnErr("lint violation found for rules: FromAsCasing");
    build("# check=skip=all;error=true\nFROM scratch as a\nLABEL a=b\n", "-q").ok();
    build(
            "# check=error=true\nFROM scratch as a\nLABEL a=b\n",
            "-q",
            "--build-arg=BUILDKIT_DOCKERFILE_CHECK=skip=FromAsCasing")
        .ok();
  }

  @Test
  void aBuildEndsWithASummary() {
    String image = jdock.image();
    String dockerfile = "FROM $BUSYBOX\nRUN sleep 0.3 # " + image + "\n";
    assertThat(build(dockerfile, "-t", image).ok().err())
        .containsPattern("1 of 2 steps cached; slowest: \\d+\\.\\ds \\[2/2] RUN sleep");
    assertThat(build(dockerfile, "-t", image).ok().err()).contains("2 of 2 steps cached\n");
  }
}
