package dev.jdock.image.build.solve;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.InstructionProgress;
import dev.jdock.image.build.InstructionProgress.Planned;
import dev.jdock.image.build.plan.BuildGraph;
import dev.jdock.image.build.plan.BuildPlan;
import dev.jdock.image.build.plan.BuildPlan.Mark;
import dev.jdock.image.build.plan.StageState;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.NewImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes an image of what each instruction came to, as Docker's classic builder does, each the
 * parent of the next. Not safe for several threads.
 */
final class Intermediates {
  private final InstructionProgress told;
  private final List<Mark> marks;
  private final ImageStore store;
  private final @Nullable Instant epoch;
  private final Set<String> known;

  /** What each stage came to so far, by its index. */
  private final Map<Integer, String> images = new HashMap<>();

  private int next;

  private Intermediates(
      InstructionProgress told, List<Mark> marks, ImageStore store, @Nullable Instant epoch) {
    this.told = told;
    this.marks = marks;
    this.store = store;
    this.epoch = epoch;
    this.known = store.list().stream().map(Image::id).collect(Collectors.toSet());
  }

  /**
   * Tells what is going to be done.
   *
   * @param epoch SOURCE_DATE_EPOCH; null without one
   * @return null where nobody listens
   */
  static @Nullable Intermediates of(
      BuildRequest request,
      Dockerfile dockerfile,
      BuildPlan plan,
      ImageStore store,
      @Nullable Instant epoch) {
    InstructionProgress told = request.progress().instructions();
    if (told == null) {
      return null;
    }
    List<Planned> all = new ArrayList<>();
    for (Instruction.Arg arg : dockerfile.globalArguments()) {
      all.add(new Planned(arg.source(), false, ""));
    }
    for (Mark mark : plan.marks()) {
      all.add(new Planned(mark.instruction().source(), mark.trigger(), mark.step()));
    }
    told.planned(all);
    dockerfile.globalArguments().forEach(_ -> told.reached(null, false));
    return new Intermediates(told, plan.marks(), store, epoch);
  }

  /** The instruction to be told of next; null when all have been. */
  @Nullable Mark next() {
    return next < marks.size() ? marks.get(next) : null;
  }

  /**
   * @param mark that of {@link #next}
   * @param solution what it came to, with its layers in the store
   */
  void reached(Mark mark, Solution solution) {
    next++;
    int stage = mark.node().index();
    boolean from = mark.instruction() instanceof Instruction.From;
    String image = from ? base(mark.node()) : create(mark, solution);
    images.put(stage, image);
    told.reached(image, !from && known.contains(image));
  }

  private String base(BuildGraph.Node node) {
    return switch (node.base()) {
      case BuildGraph.FromImage image -> image.image().id();
      case BuildGraph.FromStage stage -> images.getOrDefault(stage.index(), "");
      case BuildGraph.Scratch _, BuildGraph.Context _, BuildGraph.FromFolder _ -> "";
    };
  }

  private String create(Mark mark, Solution solution) {
    StageState state = mark.state();
    String parent = images.getOrDefault(mark.node().index(), "");
    Instant created = epoch != null ? epoch : solution.created();
    return store
        .create(
            new NewImage(
                state.image(),
                solution.layers(),
                solution.history(),
                parent.isEmpty() ? null : parent,
                created == null ? Instant.EPOCH : created,
                state.platform().architecture(),
                state.platform().os(),
                state.platform().variant(),
                state.author(),
                "",
                List.of()))
        .id();
  }

  /** What the last instruction came to; null for nothing but {@code scratch}. */
  @Nullable String last() {
    String image = marks.isEmpty() ? "" : images.getOrDefault(marks.getLast().node().index(), "");
    return image.isEmpty() ? null : image;
  }
}
