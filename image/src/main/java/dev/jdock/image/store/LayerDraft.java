package dev.jdock.image.store;

import dev.jdock.image.layer.GrowingArchive;
import dev.jdock.image.layer.LayerFiles;
import dev.jdock.image.layer.LayerPacker;
import dev.jdock.image.layer.PackedLayer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A layer in the making, under a temporary name. */
final class LayerDraft implements LayerStore.Session {
  static final String WORK = "work";

  private final LayerFiles files;
  private @Nullable GrowingArchive archive;

  LayerDraft(LayerFiles files) {
    this.files = files;
  }

  LayerFiles files() {
    return files;
  }

  @Override
  public Path upper() {
    return files.diff();
  }

  @Override
  public Path work() {
    return files.root().resolve(WORK);
  }

  @Override
  public GrowingArchive beginArchive() {
    if (archive != null) {
      throw new IllegalStateException("the archive has been begun");
    }
    archive = GrowingArchive.begin(files);
    return archive;
  }

  /**
   * Packs the files, unless who wrote them has told what they are and they still are that.
   *
   * @param newest files that were modified later get this time; null to leave all as they are
   */
  PackedLayer pack(@Nullable Instant newest) {
    Optional<PackedLayer> told =
        newest == null ? archive().flatMap(GrowingArchive::packed) : Optional.empty();
    return told.orElseGet(() -> LayerPacker.pack(files, newest));
  }

  /** What somebody who writes its files tells of them. */
  Optional<GrowingArchive> archive() {
    return Optional.ofNullable(archive);
  }
}
