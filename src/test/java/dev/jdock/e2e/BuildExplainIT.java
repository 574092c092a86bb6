package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a step is carried out: what a build says by itself, with flags, and of two builds. */
@EndToEnd
@JdockOnly("None else tells")
class BuildExplainIT {
  private final Jdock jdock;
  private @TempDir Path context = Path.of("");

  BuildExplainIT(Jdock jdock) {
    this.jdock = jdock;
  }

  /** No other test comes to these layers. */
  @BeforeEach
  void writeContext() {
    Host.write(context.resolve("f"), "f of " + context + "\n");
    Host.write(context.resolve("h"), "h of " + context + "\n");
    Host.write(
        context.resolve("Dockerfile"),
        """
        FROM %1$s AS a
        COPY f /f
        ARG V=1
        RUN cat /f >/g; echo $V >>/g
        FROM %1$s AS b
        COPY h /h
        RUN cat /h >/i
        FROM a
        COPY --from=b /i /i
        RUN cat /i /g >/all; rm /i
        """
            .formatted(jdock.busybox()));
  }

  private Result build(String... flags) {
    var command = new ArrayList<>(List.of("build", "--progress", "plain"));
    command.addAll(List.of(flags));
    command.add(".");
    return jdock.in(context).run(command.toArray(String[]::new)).ok();
  }

  private static List<String> reasons(Result result) {
    return result
        .err()
        .lines()
        .filter(line -> line.contains("not in the cache: "))
        .map(line -> line.replaceFirst(".*not in the cache: ", ""))
        .toList();
  }

  @Test
  void theFirstMissTellsWhichFileChanged() {
    build();
    Host.write(context.resolve("h"), "changed\n");
    assertThat(reasons(build())).containsExactly("file h changed (content)");
    assertThat(reasons(build())).isEmpty();
  }

  @Test
  void theLastBuildOfTheFolderIsFoundWhateverTheEngineHasOpenedSince() {
    build();
    String name = jdock.container();
    jdock.run("run", "-d", "--name", name, jdock.busybox(), "sleep", "600").ok();
    Host.write(context.resolve("h"), "changed, h of " + context + "\n");
    assertThat(reasons(build())).containsExactly("file h changed (content)");
    jdock.run("rm", "-f", name).ok();
  }

  @Test
  void explainTellsOfEveryStep() {
    build();
    assertThat(reasons(build("--explain", "--build-arg", "V=2")))
        .containsExactly(
            "variable V changed",
            "what it begins with changed, by a step before it",
            "what it begins with changed, by a step before it; variable V changed");
  }

  @Test
  void twoBuildsAreCompared() {
    String before = jdock.image();
    String after = jdock.image();
    build("-t", before);
    Host.write(context.resolve("h"), "changed\n");
    build("-t", after);
    jdock
        .run("builder", "diff", before, after)
        .ok()
        .saysOnOut("[b] COPY h /h: file h changed (content)")
        .saysOnOut("[stage-2] COPY --from=b /i /i: file i changed (content)");
    assertThat(jdock.run("builder", "diff", before, before).ok().out()).isEmpty();
    jdock
        .run("builder", "diff", before, "nosuch")
        .exits(1)
        .saysOnErr("no build of nosuch is remembered");
  }

  @Test
  void noCacheFilterDoesTheStepsOfOneStageAnew() {
    build();
    assertThat(build().err()).contains("7 of 7 steps cached");
    assertThat(build("--no-cache-filter", "B").err())
        .contains("5 of 7 steps cached")
        .containsPattern("#(\\d+) \\[a 2/3] COPY f /f\\n#\\1 CACHED")
        .containsPattern("#(\\d+) \\[b 3/3] RUN cat /h >/i\\n#\\1 DONE");
    assertThat(build("--no-cache-filter", "nosuch").err()).contains("7 of 7 steps cached");
  }

  @Test
  void squashMakesOneLayerOfTheBuilds() {
    String whole = jdock.image();
    String squashed = jdock.image();
    build("-t", whole);
    build("--squash", "-t", squashed);
    String layers = "{{len .RootFS.Layers}}";
    int base = Integer.parseInt(jdock.run("inspect", "-f", layers, jdock.busybox()).ok().text());
    jdock.run("inspect", "-f", layers, whole).prints(String.valueOf(base + 4));
    jdock.run("inspect", "-f", layers, squashed).prints(String.valueOf(base + 1));
    String seen = "cat /all; ls /i /f /g 2>&1";
    String files = jdock.run("run", "--rm", whole, "sh", "-c", seen).out();
    assertThat(files).contains("h of " + context).contains("/i: No such file");
    assertThat(jdock.run("run", "--rm", squashed, "sh", "-c", seen).out()).isEqualTo(files);
  }

  @Test
  void theSameInputsComeToTheSameImageInAnotherPlace(@TempDir Path other) {
    Host.write(other.resolve("f"), "f of " + context + "\n");
    Host.write(other.resolve("h"), "h of " + context + "\n");
    Host.write(other.resolve("Dockerfile"), Host.read(context.resolve("Dockerfile")));
    String[] command = {"build", "-q", "--reproducible", "--build-arg", "SOURCE_DATE_EPOCH=7", "."};
    try (OwnRoot mine = OwnRoot.of(jdock);
        OwnRoot theirs = OwnRoot.of(jdock)) {
      String id = mine.jdock().in(context).run(command).ok().text();
      assertThat(theirs.jdock().in(other).run(command).ok().text()).isEqualTo(id);
      mine.jdock().run("run", "--rm", id, "stat", "-c", "%Y", "/f", "/g", "/all").prints("7\n7\n7");
      mine.jdock().run("inspect", "-f", "{{.Created}}", id).prints("1970-01-01T00:00:07Z");
    }
  }
}
