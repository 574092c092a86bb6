package dev.jdock.runtime.container.view;

import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.volume.TreeSize;

/** How much containers hold. */
public record ContainerSizes(ContainerFiles files, ImageStore images) {
  /** Bytes that one has written, and those together with its image's. */
  public long[] of(ContainerRecord record) {
    long written = TreeSize.of(files.upper(record.id()));
    long image = images.tryFind(record.imageId()).map(Image::size).orElse(0L);
    return new long[] {written, image + written};
  }
}
