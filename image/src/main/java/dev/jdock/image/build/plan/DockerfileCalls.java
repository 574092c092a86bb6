package dev.jdock.image.build.plan;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.LintResult;
import dev.jdock.image.build.Outline;
import dev.jdock.image.build.TargetList;
import dev.jdock.image.build.TargetList.Target;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.lint.Violation;
import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What can be asked of a Dockerfile without building it. */
public final class DockerfileCalls {
  private final BuildRequest request;
  private final BaseImages images;
  private final BuildSteps steps;

  public DockerfileCalls(BuildRequest request, BaseImages images, BuildSteps steps) {
    this.request = request;
    this.images = images;
    this.steps = steps;
  }

  /** Without a target, all stages are looked at. */
  public LintResult lint() throws InterruptedException {
    List<Violation> violations = new ArrayList<>();
    var reader = new BuildReader(request, images, steps, violations::add);
    LintResult.Failure failure = null;
    try {
      String target = request.target();
      BuildReader.Result _ = reader.read(target == null || target.isEmpty());
    } catch (DockerfileException e) {
      failure = new LintResult.Failure(e.reason(), e.range());
    } catch (JdockException e) {
      failure = new LintResult.Failure(String.valueOf(e.getMessage()), null);
    }
    return new LintResult(reader.source(), violations, failure);
  }

  public TargetList targets() {
    BuildRequest.DockerfileSource source = request.dockerfile();
    String frontend = request.buildArgs().getOrDefault("BUILDKIT_SYNTAX", "");
    Dockerfile dockerfile =
        Dockerfile.parse(source.name(), source.content(), frontend, Dockerfile.NOBODY);
    var comments = StageComments.of(dockerfile);
    List<Target> targets = new ArrayList<>();
    for (Dockerfile.Stage stage : dockerfile.stages()) {
      Instruction.From from = stage.from();
      String name = from.name() == null ? "" : from.name();
      targets.add(
          new Target(
              name,
              comments.describing(name, from.range()),
              from.image(),
              from.platform() == null ? "" : from.platform(),
              targets.size() == dockerfile.stages().size() - 1,
              from.range()));
    }
    return new TargetList(dockerfile.source(), targets);
  }

  /**
   * @param heard gets each violation of a rule
   */
  public Outline outline(Consumer<Violation> heard) throws InterruptedException {
    BuildReader.Result read = new BuildReader(request, images, steps, heard).read(false);
    return new OutlineReader(request, read).read();
  }
}
