package dev.jdock.image.build.solve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jdock.image.build.AllowedDevices;
import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.FolderContext;
import dev.jdock.image.build.HiddenBytes;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.SolveOptions;
import dev.jdock.image.build.StepDebugger;
import dev.jdock.image.build.StepLimits;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds against a real store, with RUN replaced by something that writes one file. */
public class ImageBuilderIT {
  private static final String PASSWD = "root:x:0:0::/:/bin/sh\nbob:x:1001:1002::/:/bin/sh\n";

  @TempDir Path folder;
  private Path root;
  private Path context;
  private ImageStore store;
  private ImageBuilder builder;
  private final List<StepRunner.Step> steps = new ArrayList<>();
  private final RecordingProgress progress = new RecordingProgress();
  private RunOptions options = RunOptions.none();

  @BeforeEach
  void makeStoreAndContext() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    context = Files.createDirectory(folder.resolve("context"));
    store = ImageStore.open(root);
    builder =
        new ImageBuilder(
            store,
            new Runner(),
            wanted ->
                store
                    .tryFind(wanted.name().familiar())
                    .map(BaseImages::stored)
                    .orElseThrow(() -> JdockException.notFound(wanted.name() + ": not found")),
            NoRegistries.of(store, root),
            root.resolve("build-cache"));
    var archive = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(archive)) {
      add(tar, "etc/passwd", PASSWD);
      add(tar, "etc/group", "staff:x:50:\n");
      link(tar, "link-in", "/real");
      link(tar, "escape", "../../../../../../../../tmp/outside");
    }
    Image _ =
        store.importArchive(
            new ByteArrayInputStream(archive.toByteArray()),
            Reference.parse("base"),
            "",
            ImageConfig.empty());
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    store.close();
    assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(root.toString());
    try (Stream<Path> cache = Files.list(root.resolve("build-cache"))) {
      assertThat(cache.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("build-") || name.startsWith("draft-"));
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, String content)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, String target)
      throws IOException {
    var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  /** Notes what it is to run. */
  private final class Runner implements StepRunner {
    @Override
    public int run(Step step, StepOutput output) {
      return ImageBuilderIT.this.run(step);
    }

    @Override
    public int interact(Step step, StepDebugger.Console console) {
      throw new AssertionError("nobody looks at what has failed");
    }
  }

  private int run(StepRunner.Step step) {
    steps.add(step);
    try {
      Files.writeString(step.upperDir().resolve("ran"), step.command().getLast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return step.command().getLast().equals("false") ? 1 : 0;
  }

  private Image build(String dockerfile) throws InterruptedException {
    return build(dockerfile, Map.of(), null);
  }

  private Image build(String dockerfile, Map<String, String> arguments, @Nullable String target)
      throws InterruptedException {
    String id =
        builder.build(
            new BuildRequest(
                new FolderContext(context),
                new BuildRequest.DockerfileSource(
                    "Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8)),
                List.of("built:1"),
                arguments,
                Map.of(),
                target,
                false,
                false,
                "default",
                Map.of(),
                null,
                Access.anonymous(),
                progress,
                options,
                SolveOptions.none(),
                BuildOutputs.none(),
                NamedContexts.none()));
    return store.find(id);
  }

  private DockerfileException failure(String dockerfile) {
    DockerfileException failure =
        catchThrowableOfType(DockerfileException.class, () -> build(dockerfile));
    assertThat(failure).isNotNull();
    return failure;
  }

  private void write(String path, String content) throws IOException {
    Path file = context.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private Path top(Image image) {
    return store.lowerDirs(image).getFirst();
  }

  @Test
  void secondBuildIsCachedAndTheSameImage() throws Exception {
    write("a", "x");
    String dockerfile = "FROM base\nRUN one\nCOPY a /a\nWORKDIR /w\nENV A=b\nCMD [\"x\"]";
    Image first = build(dockerfile);
    Image second = build(dockerfile);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(steps).hasSize(1);
    assertThat(store.find("built:1").id()).isEqualTo(first.id());
  }

  @Test
  void changedContentIsCopiedAgainAndTouchedContentIsNot() throws Exception {
    write("a", "x");
    Image first = build("FROM base\nCOPY a /a");
    Files.setLastModifiedTime(context.resolve("a"), java.nio.file.attribute.FileTime.fromMillis(0));
    assertThat(build("FROM base\nCOPY a /a").id()).isEqualTo(first.id());
    write("a", "y");
    Image changed = build("FROM base\nCOPY a /a");
    assertThat(top(changed).resolve("a")).hasContent("y");
  }

  @Test
  void historyReadsAsBuildKits() throws Exception {
    write("a", "x");
    Image image =
        build(
            "FROM base\nARG V=1\nRUN echo $V\nCOPY a /a\nWORKDIR w\nENV A=$V\nCMD [\"x\",\"y\"]",
            Map.of("V", "7"),
            null);
    assertThat(image.history().stream().skip(1).map(Image.History::createdBy))
        .containsExactly(
            "ARG V=7",
            "RUN |1 V=7 /bin/sh -c echo $V # buildkit",
            "COPY a /a # buildkit",
            "WORKDIR /w",
            "ENV A=7",
            "CMD [\"x\" \"y\"]");
    assertThat(steps.getFirst().env()).contains("V=7");
    assertThat(image.config().env()).contains("A=7").doesNotContain("V=7");
  }

  @Test
  void stepsAreNamedAsBuildKits() throws Exception {
    build("FROM base AS first\nRUN one\nFROM scratch\nCOPY --from=first /ran /x");
    assertThat(progress.started)
        .containsExactly(
            "[internal] load build definition from Dockerfile",
            "[internal] load metadata for docker.io/library/base:latest",
            "[internal] load .dockerignore",
            "[first 1/2] FROM docker.io/library/base:latest",
            "[first 2/2] RUN one",
            "[stage-1 1/1] COPY --from=first /ran /x",
            "exporting to image");
  }

  @Test
  void unneededStagesDoNotRun() throws Exception {
    build("FROM base AS a\nRUN one\nFROM base AS b\nRUN false\nFROM a", Map.of(), null);
    build("FROM base AS a\nRUN one\nFROM a AS b\nRUN false", Map.of(), "a");
    assertThat(steps).hasSize(1);
  }

  @Test
  void namesOfStagesAreComparedWithoutCase() throws Exception {
    build("FROM base AS First\nRUN one\nFROM FIRST\nCOPY --from=fIRST /ran /x", Map.of(), null);
    assertThat(steps).hasSize(1);
    assertThat(store.find("built:1").diffIds()).hasSize(3);
  }

  @Test
  void argumentsOfPlatformsAreInEachStageThatAsksForThem() throws Exception {
    String architecture = Platform.local().architecture();
    build(
        """
        ARG TARGETARCH
        ARG NAME=base
        FROM --platform=$BUILDPLATFORM $NAME AS first
        ARG TARGETOS TARGETPLATFORM BUILDARCH NAME TARGETVARIANT TARGETOSVERSION
        RUN one
        FROM first
        RUN two
        FROM base
        COPY --from=1 /ran /x
        RUN three
        """);
    assertThat(steps.getFirst().env())
        .contains(
            "TARGETOS=linux",
            "TARGETPLATFORM=linux/" + architecture,
            "BUILDARCH=" + architecture,
            "NAME=base",
            "TARGETVARIANT=",
            "TARGETOSVERSION=")
        .noneMatch(e -> e.startsWith("TARGETARCH="));
    assertThat(steps.get(1).env()).contains("NAME=base", "TARGETOS=linux");
    assertThat(steps.get(2).env()).noneMatch(e -> e.startsWith("NAME="));
  }

  @Test
  void proxiesReachCommandsByBothNamesAndNoHistory() throws Exception {
    Image image =
        build("FROM base\nRUN one", Map.of("HTTP_PROXY", "upper", "No_Proxy", "mixed"), null);
    assertThat(steps.getFirst().env())
        .endsWith("HTTP_PROXY=upper", "http_proxy=upper", "NO_PROXY=mixed", "no_proxy=mixed");
    assertThat(image.history().getLast().createdBy()).isEqualTo("RUN /bin/sh -c one # buildkit");
    assertThat(build("FROM base\nRUN one").id()).isEqualTo(image.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "RUN []|arguments are required",
        "VOLUME $unset|VOLUME specified can not be an empty string",
        "ENV p='80 81'\\nEXPOSE \"$p\"|invalid containerPort: 80 81",
        "FROM --platform=$no scratch|empty platform value from expression $no",
        "FROM --platform=${x:?none} scratch|failed to process arguments for platform : failed to"
            + " process \"${x:?none}\": x: none",
        "FROM --platform=linux/amd64/v1/x scratch|failed to parse platform linux/amd64/v1/x:"
            + " \"linux/amd64/v1/x\": cannot parse platform specifier: invalid argument",
      })
  void refusesWhatBuildKitRefuses(String lines, String message) {
    String all = "FROM base AS used\n" + lines.replace("\\n", "\n");
    DockerfileException failure = failure(all + "\nFROM used\n");
    assertThat(failure.reason()).isEqualTo(message);
    assertThat(failure.excerpt()).contains(">>> " + all.lines().toList().getLast());
  }

  @Test
  void anotherFrontendIsRefusedAsAnArgumentToo() {
    assertThatThrownBy(
            () -> build("FROM base", Map.of("BUILDKIT_SYNTAX", "example.org/front"), null))
        .hasMessageContaining("the frontend example.org/front is not supported");
  }

  @Test
  void triggersRunInTheNextBuildOnly() throws Exception {
    build("FROM base\nONBUILD RUN triggered");
    assertThat(steps).isEmpty();
    Image next = build("FROM built:1\nCMD x");
    assertThat(steps.getLast().command()).endsWith("triggered");
    assertThat(next.config().onBuild()).isEmpty();
  }

  @Test
  void copyKeepsLinksAndObeysDockerignore() throws Exception {
    write(".dockerignore", "*.md\n!keep.md\n**/secret\n");
    write("d/file", "x");
    write("d/secret", "x");
    write("drop.md", "x");
    write("keep.md", "x");
    Files.createSymbolicLink(context.resolve("d/link"), Path.of("/etc/passwd"));
    Path copied = top(build("FROM base\nCOPY . /c/")).resolve("c");
    assertThat(copied.resolve("d/file")).hasContent("x");
    assertThat(Files.readSymbolicLink(copied.resolve("d/link"))).hasToString("/etc/passwd");
    assertThat(copied.resolve("keep.md")).exists();
    assertThat(copied.resolve("drop.md")).doesNotExist();
    assertThat(copied.resolve("d/secret")).doesNotExist();
  }

  @Test
  void copyFollowsLinksOfTheImageInsideTheImageOnly() throws Exception {
    write("a", "x");
    Path layer = top(build("FROM base\nCOPY a /link-in/a\n"));
    assertThat(layer.resolve("real/a")).hasContent("x");
    Path escaped = top(build("FROM base\nCOPY a /escape/a\n"));
    assertThat(escaped.resolve("tmp/outside/a")).hasContent("x");
    assertThat(Path.of("/tmp/outside")).doesNotExist();
  }

  @Test
  void copySetsOwnerAndMode() throws Exception {
    write("a", "x");
    Path file = top(build("FROM base\nCOPY --chown=bob:staff --chmod=4750 a /n/a")).resolve("n/a");
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(1001);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(50);
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(04750);
  }

  @Test
  void addUnpacksArchivesInPlace() throws Exception {
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(context.resolve("t.tar")))) {
      add(tar, "x/y", "content");
      link(tar, "out", "/etc");
      add(tar, "out/evil", "x");
    }
    Path layer = top(build("FROM base\nADD t.tar /un"));
    assertThat(layer.resolve("un/x/y")).hasContent("content");
    assertThat(Files.isSymbolicLink(layer.resolve("un/out"))).isTrue();
    assertThat(layer.resolve("un/etc/evil")).hasContent("x");
    assertThat(Path.of("/etc/evil")).doesNotExist();
  }

  @Test
  void nothingOutsideTheContextCanBeCopied() throws IOException {
    Files.createSymbolicLink(context.resolve("out"), Path.of("/etc/passwd"));
    assertThat(failure("FROM base\nCOPY ../../../etc/passwd /x"))
        .hasMessageEndingWith("\"/etc/passwd\": not found");
    assertThat(failure("FROM base\nCOPY out /x")).hasMessageEndingWith("\"/out\": not found");
  }

  @Test
  void failedCommandPointsAtItsLine() {
    DockerfileException failure = failure("FROM base\nRUN false");
    assertThat(failure)
        .hasMessage(
            "failed to solve: process \"/bin/sh -c false\" did not complete successfully: exit"
                + " code: 1");
    assertThat(failure.excerpt()).contains("   2 | >>> RUN false\n");
  }

  @Test
  void laterStageCannotBeCopiedFrom() {
    assertThat(failure("FROM base AS one\nCOPY --from=two a b\nFROM one AS two"))
        .hasMessageContaining("cannot copy from stage \"two\"");
  }

  @Test
  void interruptedBuildStops() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> build("FROM base\nRUN one")).isInstanceOf(InterruptedException.class);
    assertThat(steps).isEmpty();
  }

  @Test
  void unusedArgumentsAreTold() throws Exception {
    build("FROM base\nCMD [\"x\"]", Map.of("NOPE", "1", "HTTP_PROXY", "p"), null);
    assertThat(progress.warnings)
        .containsExactly("[Warning] One or more build-args [NOPE] were not consumed");
  }

  private static final class RecordingProgress implements BuildProgress {
    final List<String> started = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

    @Override
    public void started(Vertex vertex) {
      started.add(vertex.name());
    }

    @Override
    public void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {}

    @Override
    public void cached(Vertex vertex) {}

    @Override
    public void finished(Vertex vertex, @Nullable String error) {}

    @Override
    public void warning(Warning warning) {
      warnings.add(warning.line());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY a\0b /x",
        "COPY [\"a\", \"/x\\u0000y\"]",
        "ADD a\0b /x",
        "WORKDIR /a\0b",
        "VOLUME /a\0b",
        "USER a\0",
        "ENV A=\0",
        "RUN a\0b",
        "CMD [\"\\u0000\"]"
      })
  void aNulIsRefusedWhereverItIs(String instruction) {
    assertThatThrownBy(() -> build("FROM base\n" + instruction))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("the instruction contains a NUL character");
  }

  private void secret(String content) {
    options =
        new RunOptions(
            Map.of("token", () -> new HiddenBytes(content.getBytes(StandardCharsets.UTF_8))),
            Map.of(),
            Set.of(),
            AllowedDevices.NONE,
            List.of(),
            StepLimits.NONE,
            null);
  }

  @Test
  void aSecretIsInTheStepAndInNothingThatIsKept() throws Exception {
    secret("hush-7f3a");
    Image image =
        build("FROM base\nRUN --mount=type=secret,id=token,env=T --mount=type=secret,id=token x\n");
    StepRunner.Step step = steps.getLast();
    assertThat(step.env()).contains("T=hush-7f3a");
    assertThat(step.mounts())
        .singleElement()
        .isInstanceOfSatisfying(
            StepRunner.SecretMount.class,
            mount -> {
              assertThat(mount.target()).isEqualTo("/run/secrets/token");
              assertThat(mount.content().bytes()).asString().isEqualTo("hush-7f3a");
              assertThat(mount.mode()).isEqualTo(0400);
            });
    assertThat(step.mounts().toString()).doesNotContain("hush");
    assertThat(image.toString()).doesNotContain("hush");
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(
              file -> assertThat(Files.readString(file, ISO_8859_1)).doesNotContain("hush"));
    }
  }

  @Test
  void whatASecretIsDoesNotCountButItsNameDoes() throws InterruptedException {
    String text = "FROM base\nRUN --mount=type=secret,id=token x\n";
    secret("one");
    build(text);
    secret("two");
    build(text);
    options = RunOptions.none();
    build(text);
    assertThat(steps).hasSize(1);
    build("FROM base\nRUN --mount=type=secret,id=token,mode=0444 x\n");
    build("FROM base\nRUN --mount=type=secret,id=other,target=/run/secrets/token x\n");
    assertThat(steps).hasSize(3);
  }

  @Test
  void aRequiredSecretOrAgentMustBeThere() {
    assertThat(failure("FROM base\nRUN --mount=type=secret,id=gone,required x\n"))
        .hasMessage("failed to solve: secret gone: not found");
    assertThat(failure("FROM base\nRUN --mount=type=ssh,required x\n"))
        .hasMessage("failed to solve: unset ssh forward key default");
    assertThat(steps).isEmpty();
  }

  @Test
  void hostAndInsecureAreRefusedBeforeAnythingRunsUnlessAllowed() {
    assertThatThrownBy(() -> build("FROM base\nRUN one\nRUN --network=host two\n"))
        .hasMessage("failed to load LLB: network.host is not allowed");
    assertThatThrownBy(() -> build("FROM base\nRUN one\nRUN --security=insecure two\n"))
        .hasMessage("failed to load LLB: security.insecure is not allowed");
    assertThat(steps).isEmpty();
  }

  @Test
  void limitsOfMemoryDoNotCountButThoseThatAStepCanSeeDo() throws InterruptedException {
    String text = "FROM base\nRUN x\n";
    build(text);
    limits(new StepLimits(1 << 30, 0, 0, 0, 0, "0", "", "", 0, List.of()));
    build(text);
    assertThat(steps).hasSize(1);
    limits(new StepLimits(0, 0, 0, 0, 0, "", "", "", 1 << 20, List.of()));
    build(text);
    assertThat(steps).hasSize(2);
    assertThat(steps.getLast().sandbox().limits().shmSize()).isEqualTo(1 << 20);
  }

  private void limits(StepLimits limits) {
    options =
        new RunOptions(Map.of(), Map.of(), Set.of(), AllowedDevices.NONE, List.of(), limits, null);
  }
}
