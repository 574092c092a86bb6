package dev.jdock.image.build.solve;

import dev.jdock.image.build.cache.BuildLog.Build;
import dev.jdock.image.build.cache.BuildLog.Step;
import dev.jdock.image.build.cache.KeyParts;
import dev.jdock.image.build.cache.PartsStore;
import dev.jdock.image.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the steps of one build depend on that those of another did not.
 *
 * @param most differences that are told of one step
 */
record BuildComparison(PartsStore store, int most) {
  private static final int SHORT = 19;

  /** Says what has changed of each step that two builds have, and which steps only one has. */
  List<String> compare(Build before, Build after) {
    var lines = new ArrayList<String>();
    var left = new ArrayList<>(before.steps());
    for (Step step : after.steps()) {
      Optional<Step> same = counterpart(step, after, left, before);
      if (same.isEmpty()) {
        lines.add(shown(step) + ": a step that the other build has not");
        continue;
      }
      left.remove(same.get());
      if (!same.get().key().equals(step.key())) {
        Optional<KeyParts> now = parts(step.key());
        String why =
            now.map(parts -> String.join("; ", why(step, parts, same.get())))
                .orElse("it is not remembered what it depends on");
        lines.add(shown(step) + ": " + why);
      }
    }
    left.forEach(step -> lines.add(shown(step) + ": a step that only the other build has"));
    return lines;
  }

  private static String shown(Step step) {
    String text = step.text().strip().lines().findFirst().orElse("");
    return "[" + step.stage() + "] " + text;
  }

  private Optional<KeyParts> parts(String key) {
    return store.find(new Digest(key));
  }

  /** The step of an earlier build that a step stands for now: of the same text, or in its place. */
  static Optional<Step> counterpart(Step step, Build after, List<Step> left, Build before) {
    List<Step> stage = left.stream().filter(e -> e.stage().equals(step.stage())).toList();
    Optional<Step> same =
        stage.stream()
            .filter(each -> each.text().equals(step.text()) && each.key().equals(step.key()))
            .findFirst()
            .or(() -> stage.stream().filter(e -> e.text().equals(step.text())).findFirst());
    if (same.isPresent()) {
      return same;
    }
    int place = place(step, after);
    return stage.stream()
        .filter(each -> place(each, before) == place && !has(after, each.stage(), each.text()))
        .findFirst();
  }

  private static boolean has(Build build, String stage, String text) {
    return build.steps().stream().anyMatch(s -> s.stage().equals(stage) && s.text().equals(text));
  }

  private static int place(Step step, Build build) {
    return build.steps().stream()
        .filter(each -> each.stage().equals(step.stage()))
        .toList()
        .indexOf(step);
  }

  /**
   * Why a step is another one than before.
   *
   * @param parts of its key
   */
  List<String> why(Step step, KeyParts parts, Step before) {
    var told = new ArrayList<String>();
    if (!step.text().equals(before.text())) {
      told.add("the instruction was " + before.text().strip().lines().findFirst().orElse(""));
    }
    Optional<KeyParts> earlier = parts(before.key());
    if (earlier.isEmpty()) {
      told.add("it is not remembered what it depended on");
      return told;
    }
    for (String change : parts.changesSince(earlier.get(), most)) {
      told.add(change.equals("base changed") ? base(step, before) : change);
    }
    if (told.isEmpty()) {
      told.add("its result is not in the cache any more");
    }
    return told;
  }

  private static String base(Step step, Step before) {
    if (step.base().isEmpty() && before.base().isEmpty()) {
      return "what it begins with changed, by a step before it";
    }
    return step.base().equals(before.base())
        ? "the base image's layers changed"
        : "the base image changed from " + shown(before.base()) + " to " + shown(step.base());
  }

  private static String shown(String image) {
    if (image.isEmpty()) {
      return "a step";
    }
    int digest = image.indexOf(Digest.PREFIX);
    return digest < 0 ? image : image.substring(0, Math.min(image.length(), digest + SHORT));
  }
}
