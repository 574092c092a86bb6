package dev.jdock.image.export;

import dev.jdock.image.build.BuiltImage;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.store.NewImage;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes one layer of those that a build has added to its base image. */
final class Squash {
  private Squash() {}

  static BuiltImage of(BuiltImage built, LayerStore layers)
      throws IOException, InterruptedException {
    NewImage image = built.image();
    if (image.diffIds().size() <= built.baseLayers()) {
      return built;
    }
    List<Digest> squashed = new ArrayList<>(image.diffIds().subList(0, built.baseLayers()));
    LayerStore.Session session = layers.begin();
    try {
      try (Directory upper = Directory.open(session.upper())) {
        built.files().compare((base, root) -> new TreeDifference(upper).write(base, root));
      }
      squashed.add(layers.commit(session).diffId());
    } finally {
      layers.abandon(session);
    }
    return new BuiltImage(
        new NewImage(
            image.config(),
            squashed,
            history(built),
            image.parent(),
            image.created(),
            image.architecture(),
            image.os(),
            image.variant(),
            image.author(),
            image.comment(),
            image.tags()),
        built.baseLayers(),
        built.baseId(),
        built.results(),
        built.epoch(),
        built.provenance(),
        built.scans(),
        built.files());
  }

  /** As Docker writes it: the steps stay, without layers, and the one of all of them follows. */
  private static List<Image.History> history(BuiltImage built) {
    List<Image.History> result = new ArrayList<>();
    int left = built.baseLayers();
    for (Image.History entry : built.image().history()) {
      boolean empty = entry.emptyLayer() || left == 0;
      left -= empty ? 0 : 1;
      result.add(new Image.History(entry.created(), entry.createdBy(), entry.comment(), empty));
    }
    Digest whole = Digest.of(built.image().document().write());
    String comment =
        built.baseId() == null
            ? "create new from " + whole
            : "merge " + whole + " to " + built.baseId();
    result.add(new Image.History(built.image().created(), "", comment, false));
    return result;
  }
}
