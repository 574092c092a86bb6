package dev.jdock.image.build.plan;

import dev.jdock.image.build.Platform;
import dev.jdock.image.build.plan.BuildGraph.FromImage;
import dev.jdock.image.build.plan.BuildPlan.Line;
import dev.jdock.image.dockerfile.ConfigDraft;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a stage has come to so far: files, configuration, history, and the variables of RUN. */
public final class StageState {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  final ConfigDraft config;
  final List<Line> history = new ArrayList<>();
  final Map<String, String> environment = new LinkedHashMap<>();
  final Map<String, String> arguments = new LinkedHashMap<>();
  final Platform platform;

  final @Nullable Instant created;

  Tree files;
  String author = "";
  private @Nullable Image base;

  private StageState(ImageConfig base, Platform platform, Tree files, @Nullable Instant created) {
    this.config = new ConfigDraft(base);
    this.platform = platform;
    this.files = files;
    this.created = created;
    if (config.variable("PATH") == null) {
      config.setVariable("PATH", PATH);
    }
    environment.putAll(config.toConfig().variables());
  }

  /** Triggers of the base have become steps of this stage. */
  private StageState withoutTriggers() {
    List<String> _ = config.takeTriggers();
    return this;
  }

  /** As it is now. */
  StageState copy() {
    var state = new StageState(config.toConfig(), platform, files, created);
    state.history.addAll(history);
    state.author = author;
    return state;
  }

  static StageState scratch(Platform platform) {
    var state = new StageState(ImageConfig.empty(), platform, new Tree.Nothing(), null);
    state.config.setWorkingDir("/");
    return state;
  }

  static StageState of(FromImage from) {
    Image image = from.image();
    var state =
        new StageState(
                image.config(),
                new Platform(image.os(), image.architecture(), image.variant()),
                new Tree.OfImage(from),
                image.created())
            .withoutTriggers();
    image.historyOfLayers().forEach(entry -> state.history.add(new Line.Known(entry)));
    state.author = image.author();
    state.base = image;
    return state;
  }

  /** A stage made on another inherits its build arguments too. */
  static StageState of(StageState base) {
    var state =
        new StageState(base.config.toConfig(), base.platform, base.files, base.created)
            .withoutTriggers();
    state.history.addAll(base.history);
    state.environment.clear();
    state.environment.putAll(base.environment);
    // A stage begins with the environment of what it is made on, which hides arguments.
    state.environment.putAll(state.config.toConfig().variables());
    state.arguments.putAll(base.arguments);
    state.author = base.author;
    state.base = base.base;
    return state;
  }

  /** The configuration of an image of it. */
  public ImageConfig image() {
    return config.toConfig();
  }

  public Platform platform() {
    return platform;
  }

  public String author() {
    return author;
  }

  public List<Line> history() {
    return history;
  }

  public Tree files() {
    return files;
  }

  /** The image that it was built on, with or without stages between; null for none. */
  public @Nullable Image base() {
    return base;
  }

  /** When the base image was made; null for none. */
  public @Nullable Instant created() {
    return created;
  }

  /** {@code NAME=value} of the build arguments, as they stand. */
  List<String> argumentPairs() {
    return arguments.keySet().stream()
        .map(name -> name + "=" + environment.getOrDefault(name, arguments.getOrDefault(name, "")))
        .toList();
  }

  List<String> environmentPairs() {
    return environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  void addHistory(String createdBy) {
    history.add(new Line.OfInstruction(createdBy));
  }

  void addStep(Tree.OfStep step, String createdBy) {
    files = step;
    history.add(new Line.OfStep(createdBy, step.step()));
  }
}
