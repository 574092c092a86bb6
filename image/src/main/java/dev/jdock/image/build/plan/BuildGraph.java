package dev.jdock.image.build.plan;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.Platform;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.store.Image;
import java.nio.file.Path;
import java.util.List;

/**
 * Third stage of a Dockerfile's reading: the stages that a target needs, in an order in which each
 * follows those it depends on. Stages that do not depend on one another are independent.
 */
public record BuildGraph(List<Node> nodes, Node target) {

  /** Without stages behind the target, which it cannot need. */
  public BuildGraph upToTarget() {
    return new BuildGraph(
        nodes.stream().filter(node -> node.index() <= target.index()).toList(), target);
  }

  /** What a stage starts with, or COPY --from and RUN --mount read. */
  public sealed interface Source {}

  public record Scratch() implements Source {}

  /** Another stage, by its index. */
  public record FromStage(int index) implements Source {}

  /**
   * An image, of which nothing but its documents need be in the store.
   *
   * @param range of the instruction that names it
   * @param text the name as it was written, variables replaced
   * @param platform that it should be for
   */
  public record FromImage(
      BaseImages.Base base, String name, SourceRange range, String text, Platform platform)
      implements Source {
    public Image image() {
      return base.image();
    }
  }

  /**
   * Another folder of the user's, seen through its own {@code .dockerignore}.
   *
   * @param directory in which it lies now
   */
  public record FromFolder(Path directory) implements Source {}

  /** The folder the build was given. */
  public record Context() implements Source {}

  /**
   * An instruction and its place in the graph.
   *
   * @param trigger whether it is an ONBUILD trigger of the base image
   * @param source what COPY and ADD read; the context for all others
   * @param mounts what each of RUN's mounts takes files from; the context where it names nothing
   */
  public record Step(
      Instruction instruction, boolean trigger, Source source, List<Source> mounts) {}

  /**
   * A stage.
   *
   * @param index in the Dockerfile; negative for what is no stage of it, but a context
   * @param label its name, or {@code stage-N}
   */
  public record Node(
      int index, String label, Dockerfile.Stage stage, Source base, List<Step> steps) {

    /** How many steps progress counts: of triggers all, also those that it does not show. */
    public int shownSteps() {
      int files =
          (int)
              steps.stream()
                  .filter(step -> step.trigger() || changesFiles(step.instruction()))
                  .count();
      return files + (base instanceof FromImage ? 1 : 0);
    }

    private static boolean changesFiles(Instruction instruction) {
      return instruction instanceof Instruction.Run
          || instruction instanceof Instruction.Copy
          || instruction instanceof Instruction.Add
          || instruction instanceof Instruction.Workdir;
    }
  }
}
