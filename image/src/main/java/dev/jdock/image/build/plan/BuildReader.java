package dev.jdock.image.build.plan;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.files.IgnorePatterns;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.dockerfile.Checks;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.dockerfile.lint.DockerfileLint;
import dev.jdock.image.dockerfile.lint.LintInput;
import dev.jdock.image.dockerfile.lint.LintStage;
import dev.jdock.image.dockerfile.lint.StageWatch;
import dev.jdock.image.dockerfile.lint.Violation;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads all that a build is made of before anything is done: the Dockerfile, its arguments, its
 * base images and what is left out of the context; and applies the rules for Dockerfiles on the
 * way.
 */
public final class BuildReader {
  private final BuildRequest request;
  private final BaseImages images;
  private final BuildSteps steps;
  private final DockerfileLint lint;

  /** All that was read. */
  public record Result(
      Dockerfile dockerfile,
      Platform platform,
      BuildArguments arguments,
      BuildGraph graph,
      IgnorePatterns ignored) {}

  /**
   * @param heard gets each violation of a rule, whatever the build comes to
   */
  public BuildReader(
      BuildRequest request, BaseImages images, BuildSteps steps, Consumer<Violation> heard) {
    this.request = request;
    this.images = images;
    this.steps = steps;
    String checks = request.buildArgs().get("BUILDKIT_DOCKERFILE_CHECK");
    this.lint =
        new DockerfileLint(source(), checks == null ? null : Checks.ofArgument(checks), heard);
  }

  SourceText source() {
    return SourceText.of(request.dockerfile().name(), request.dockerfile().content());
  }

  /**
   * @param all whether stages that the target does not need are read too
   * @throws dev.jdock.image.dockerfile.DockerfileException when an instruction is to blame
   */
  public Result read(boolean all) throws InterruptedException {
    BuildRequest.DockerfileSource source = request.dockerfile();
    String frontend = request.buildArgs().getOrDefault("BUILDKIT_SYNTAX", "");
    Dockerfile dockerfile = Dockerfile.parse(source.name(), source.content(), frontend, lint);
    Platform platform =
        request.platform() == null ? Platform.local() : Platform.parse(request.platform());
    BuildArguments arguments = arguments(dockerfile, platform);
    var reader = new GraphReader(dockerfile, arguments, request, platform, images, steps);
    BuildGraph graph = all ? reader.readAll() : reader.read();
    IgnorePatterns ignored =
        steps.run(
            "[internal] load .dockerignore",
            step -> {
              byte[] content = ignoreFile();
              request.progress().part(step, "transferring context:", content.length + 2L);
              return IgnorePatterns.parse(content);
            });
    lintStages(dockerfile, graph, arguments, ignored);
    lint.requireClean();
    return new Result(dockerfile, platform, arguments, graph, ignored);
  }

  private BuildArguments arguments(Dockerfile dockerfile, Platform platform) {
    String lastName = dockerfile.stages().getLast().from().name();
    String target =
        request.target() != null ? request.target() : lastName == null ? "default" : lastName;
    var arguments = new BuildArguments(SourceDate.arguments(request), platform, target);
    Map<String, String> predefined = arguments.globals();
    lint.file(dockerfile, predefined);
    var expander = new Expander(dockerfile.escape());
    for (Instruction.Arg arg : dockerfile.globalArguments()) {
      try {
        arguments.declareGlobal(arg, expander);
      } catch (JdockException e) {
        throw dockerfile.source().invalid(arg.range(), GraphReader.message(e));
      }
    }
    lint.bases(dockerfile, predefined, request.buildArgs());
    return arguments;
  }

  private void lintStages(
      Dockerfile dockerfile, BuildGraph graph, BuildArguments arguments, IgnorePatterns ignored) {
    for (BuildGraph.Node node : graph.nodes()) {
      if (node.base() instanceof BuildGraph.FromImage base) {
        Image image = base.image();
        lint.platform(
            node.stage().from(),
            base.text(),
            base.platform().os() + "/" + base.platform().architecture(),
            image.os() + "/" + image.architecture());
      }
    }
    lint.stages(
        dockerfile,
        stages(graph),
        new LintInput(
            request.buildArgs(),
            arguments.globals(),
            path -> !ignored.hasExceptions() && ignored.excludes(path),
            StageWatch.NONE));
  }

  /** The stages of a graph, as far as a Dockerfile by itself is looked at. */
  static List<LintStage> stages(BuildGraph graph) {
    return graph.nodes().stream()
        .filter(node -> node.index() >= 0)
        .map(BuildReader::stage)
        .toList();
  }

  private static LintStage stage(BuildGraph.Node node) {
    List<Instruction> triggers =
        node.steps().stream()
            .filter(BuildGraph.Step::trigger)
            .map(BuildGraph.Step::instruction)
            .toList();
    ImageConfig config = ImageConfig.empty();
    int parent = -1;
    if (node.base() instanceof BuildGraph.FromImage image) {
      config = image.image().config();
    } else if (node.base() instanceof BuildGraph.FromStage stage) {
      parent = Math.max(-1, stage.index());
    }
    return new LintStage(node.index(), node.stage(), parent, config, triggers);
  }

  /** The one that goes with the Dockerfile comes before the context's. */
  private byte[] ignoreFile() throws IOException {
    Path folder = request.context().directory();
    BuildRequest.DockerfileSource source = request.dockerfile();
    List<Path> places =
        source.ignoreFiles().isEmpty()
            ? List.of(
                folder.resolve(source.name() + ".dockerignore"), folder.resolve(".dockerignore"))
            : source.ignoreFiles();
    for (Path file : places) {
      if (Files.isRegularFile(file)) {
        return SmallFile.read(file);
      }
    }
    return new byte[0];
  }
}
