package dev.jdock.image.build.plan;

import dev.jdock.image.build.plan.BuildGraph.FromImage;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.store.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fourth stage of a Dockerfile's reading: every step that the target needs, with nothing left to be
 * found out but what the steps come to.
 *
 * @param bases the images that stages begin with
 * @param steps each after those it depends on
 * @param marks what each instruction comes to, stage by stage
 * @param scan writes down which software the target has in it; null where nobody asks
 */
public record BuildPlan(
    List<Start> bases, List<Step> steps, StageState target, List<Mark> marks, @Nullable Step scan) {

  /** Those that the target needs, and what is done with it. */
  public List<Step> all() {
    return scan == null ? steps : Stream.concat(steps.stream(), Stream.of(scan)).toList();
  }

  /**
   * A stage that begins with an image.
   *
   * @param name of the step that provides it, for progress
   */
  public record Start(FromImage image, String name) {}

  /**
   * A step that changes files.
   *
   * @param stage the name of its stage; empty for none
   * @param stageLabel that, or {@code stage-N}
   * @param name for progress
   * @param instruction it comes from
   */
  public record Step(
      int index,
      String stage,
      String stageLabel,
      String name,
      Instruction instruction,
      Tree base,
      Change change) {

    /** The steps whose results it needs, each once. */
    public List<Integer> dependencies() {
      return Stream.concat(Stream.of(base), change.reads().stream())
          .filter(Tree.OfStep.class::isInstance)
          .map(tree -> ((Tree.OfStep) tree).step())
          .distinct()
          .toList();
    }
  }

  /**
   * What an instruction comes to.
   *
   * @param node the stage it belongs to
   * @param instruction FROM for what the stage begins with
   * @param state a copy, which nothing changes any more
   * @param step name of the step that it takes; empty for none
   */
  public record Mark(
      BuildGraph.Node node,
      Instruction instruction,
      boolean trigger,
      StageState state,
      String step) {}

  /** A line of history; those of steps get their time when these are done. */
  public sealed interface Line {
    /** Of the base image. */
    record Known(Image.History entry) implements Line {}

    /** Of an instruction that changes the configuration only. */
    record OfInstruction(String createdBy) implements Line {}

    record OfStep(String createdBy, int step) implements Line {}
  }

  /** A plan in the making. */
  public static final class Draft {
    private final List<Start> bases = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private int marked;
    private @Nullable Step scan;

    /** The instruction has been planned. */
    void mark(BuildGraph.Node node, Instruction instruction, boolean trigger, StageState state) {
      String step = steps.size() > marked ? steps.getLast().name() : "";
      marked = steps.size();
      marks.add(new Mark(node, instruction, trigger, state.copy(), step));
    }

    public void start(FromImage image, String name) {
      bases.add(new Start(image, name));
    }

    /** Adds a step; what it leaves. */
    public Tree.OfStep add(
        BuildGraph.Node node, String name, Instruction instruction, Tree base, Change change) {
      steps.add(step(node, name, instruction, base, change));
      return new Tree.OfStep(steps.size() - 1);
    }

    /** The step after all others, which looks at what they have left. */
    void scan(
        BuildGraph.Node node, String name, Instruction instruction, Tree base, Change change) {
      scan = step(node, name, instruction, base, change);
    }

    private Step step(
        BuildGraph.Node node, String name, Instruction instruction, Tree base, Change change) {
      String stage = node.stage().from().name();
      return new Step(
          steps.size(), stage == null ? "" : stage, node.label(), name, instruction, base, change);
    }

    public BuildPlan plan(StageState target) {
      return new BuildPlan(
          List.copyOf(bases), List.copyOf(steps), target, List.copyOf(marks), scan);
    }
  }
}
