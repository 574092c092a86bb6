package dev.jdock.image.build.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.FolderContext;
import dev.jdock.image.build.LintResult;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.SolveOptions;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.dockerfile.lint.DockerfileLint;
import dev.jdock.image.dockerfile.lint.Rule;
import dev.jdock.image.registry.Access;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Folders of a Dockerfile and what a real BuildKit finds wrong with it, as it was recorded. */
class LintGoldenTest {
  /** Those that need a context or an image of another platform. */
  private static final Set<Rule> ELSEWHERE =
      Set.of(Rule.COPY_IGNORED_FILE, Rule.INVALID_BASE_IMAGE_PLATFORM);

  private @TempDir Path context = Path.of("");

  @TestFactory
  Stream<DynamicTest> findsWhatBuildKitFinds() throws IOException, URISyntaxException {
    return folders().stream()
        .map(folder ->
            DynamicTest.dynamicTest(
                folder.getFileName().toString(),
                () ->
                    assertThat(lint(Files.readAllBytes(folder.resolve("Dockerfile"))))
                        .isEqualTo(Files.readString(folder.resolve("expected")))));
  }

  @Test
  void everyRuleHasACase() throws IOException, URISyntaxException {
    StringBuilder all = new StringBuilder();
    for (Path folder : folders()) {
      all.append(Files.readString(folder.resolve("expected")));
    }
    Set<String> found =
        all.toString().lines().map(line -> line.split(" ", 2)[0]).collect(Collectors.toSet());
    assertThat(Rule.values()).hasSize(22);
    for (Rule rule : Rule.values()) {
      assertThat(found.contains(rule.label()))
          .as(rule.label())
          .isNotEqualTo(ELSEWHERE.contains(rule));
    }
  }

  @Test
  void filesThatAreLeftOutAreReportedOnRequest() throws IOException, InterruptedException {
    Files.writeString(context.resolve(".dockerignore"), "*.log\nbuild/\n");
    String text =
        "FROM scratch\nCOPY . /\nCOPY a.log b /x/\nADD ./build/in /y\nADD https://x.org/a.log /\n";
    assertThat(lint(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    String asked = "# check=experimental=CopyIgnoredFile\n" + text;
    assertThat(lint(asked.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            """
            CopyIgnoredFile 4-4 Attempting to Copy file "a.log" that is excluded by .dockerignore
            CopyIgnoredFile 5-5 Attempting to Add file "build/in" that is excluded by .dockerignore
            """);
  }

  @Test
  void anInstructionCanBeExcusedByTheCommentAboveIt() throws InterruptedException {
    String text =
        """
        FROM scratch
        # check=skip=JSONArgsRecommended
        CMD one
        ENTRYPOINT two
        """;
    assertThat(lint(text.getBytes(StandardCharsets.UTF_8)))
        .startsWith("JSONArgsRecommended 4-4 ")
        .hasLineCount(1);
  }

  @Test
  void anImageForAnotherPlatformIsReported() {
    List<String> found = new ArrayList<>();
    var from = new Instruction.From(new SourceRange(3, 3), "FROM x", "x", null, null);
    var lint =
        new DockerfileLint(
            new SourceText("Dockerfile", ""), null, violation -> found.add(violation.line()));
    lint.platform(from, "x", "linux/arm64", "linux/arm64");
    lint.platform(from, "x", "linux/arm64", "linux/amd64");
    assertThat(found)
        .containsExactly(
            "InvalidBaseImagePlatform: Base image x was pulled with platform \"linux/amd64\","
                + " expected \"linux/arm64\" for current build (line 3)");
  }

  private static List<Path> folders() throws IOException, URISyntaxException {
    URI root = LintGoldenTest.class.getResource("/lint").toURI();
    try (Stream<Path> folders = Files.list(Path.of(root))) {
      return folders.sorted().toList();
    }
  }

  private String lint(byte[] dockerfile) throws InterruptedException {
    var request =
        new BuildRequest(
            new FolderContext(context),
            new BuildRequest.DockerfileSource("Dockerfile", dockerfile),
            List.of(),
            Map.of(),
            Map.of(),
            null,
            false,
            false,
            "default",
            Map.of(),
            "linux/amd64",
            Access.anonymous(),
            new Silence(),
            RunOptions.none(),
            SolveOptions.none(),
            BuildOutputs.none(),
            NamedContexts.none());
    LintResult result =
        new DockerfileCalls(
                request,
                wanted -> {
                  throw new AssertionError("no image is asked for: " + wanted.name());
                },
                new BuildSteps(request.progress()))
            .lint();
    var text = new StringBuilder();
    result
        .violations()
        .forEach(violation ->
            text.append(violation.rule().label())
                .append(place(violation.range()))
                .append(violation.detail())
                .append('\n'));
    LintResult.Failure failure = result.failure();
    if (failure != null) {
      text.append("ERROR").append(place(failure.range())).append(failure.message()).append('\n');
    }
    return text.toString();
  }

  private static String place(@Nullable SourceRange range) {
    return range == null ? " " : " " + range.start() + "-" + range.end() + " ";
  }

  private static final class Silence implements BuildProgress {
    @Override
    public void started(Vertex vertex) {}

    @Override
    public void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {}

    @Override
    public void cached(Vertex vertex) {}

    @Override
    public void finished(Vertex vertex, @Nullable String error) {}

    @Override
    public void warning(Warning warning) {}
  }
}
