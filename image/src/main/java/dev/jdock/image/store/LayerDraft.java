package dev.jdock.image.store;

import dev.jdock.image.layer.LayerFiles;
import java.nio.file.Path;

/** A layer in the making, under a temporary name. */
record LayerDraft(LayerFiles files) implements LayerStore.Session {
  static final String WORK = "work";

  @Override
  public Path upper() {
    return files.diff();
  }

  @Override
  public Path work() {
    return files.root().resolve(WORK);
  }
}
