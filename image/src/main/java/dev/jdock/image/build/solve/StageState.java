package dev.jdock.image.build.solve;

import dev.jdock.image.build.Platform;
import dev.jdock.image.dockerfile.ConfigDraft;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a stage has come to so far: layers, configuration, history, and the variables of RUN. */
public final class StageState {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final String COMMENT = "buildkit.dockerfile.v0";

  final ConfigDraft config;
  final List<Digest> layers = new ArrayList<>();
  final List<Image.History> history = new ArrayList<>();
  final Map<String, String> environment = new LinkedHashMap<>();
  final Map<String, String> arguments = new LinkedHashMap<>();
  String author = "";
  Platform platform;
  @Nullable Instant created;

  /** Of the image that it was built on, with or without other stages between. */
  int baseLayers;

  @Nullable String baseId;

  private StageState(ImageConfig base, Platform platform) {
    this.config = new ConfigDraft(base);
    this.platform = platform;
    if (config.variable("PATH") == null) {
      config.setVariable("PATH", PATH);
    }
    // Triggers of the base have become steps of this stage.
    List<String> _ = config.takeTriggers();
    environment.putAll(config.toConfig().variables());
  }

  static StageState scratch(Platform platform) {
    return new StageState(ImageConfig.empty(), platform);
  }

  static StageState of(Image image) {
    var state =
        new StageState(
            image.config(), new Platform(image.os(), image.architecture(), image.variant()));
    image.diffIds().forEach(id -> state.layers.add(Digest.parse(id)));
    state.history.addAll(image.historyOfLayers());
    state.author = image.author();
    state.created = image.created();
    state.baseLayers = state.layers.size();
    state.baseId = image.id();
    return state;
  }

  /** A stage made on another inherits its build arguments too. */
  static StageState of(StageState base) {
    var state = new StageState(base.config.toConfig(), base.platform);
    state.layers.addAll(base.layers);
    state.history.addAll(base.history);
    state.environment.clear();
    state.environment.putAll(base.environment);
    state.arguments.putAll(base.arguments);
    state.author = base.author;
    state.created = base.created;
    state.baseLayers = base.baseLayers;
    state.baseId = base.baseId;
    return state;
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

  /** An entry without a layer, dated as the layer before it so that it never differs. */
  void addHistory(String createdBy) {
    history.add(new Image.History(created, createdBy, COMMENT, true));
  }

  void addLayer(Digest layer, String createdBy, Instant when) {
    layers.add(layer);
    created = when;
    history.add(new Image.History(when, createdBy, COMMENT, false));
  }
}
