package dev.jdock.runtime.container.view;

import dev.jdock.runtime.container.ContainerRuntime;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.volume.TreeSize;

/** How much a container holds. */
public final class ContainerSizes {
  private ContainerSizes() {}

  /** Bytes it has written, and those together with its image's. */
  public static long[] of(ContainerRuntime runtime, ContainerRecord record) {
    long written = TreeSize.of(runtime.files().upper(record.id()));
    long image =
        runtime
            .images()
            .tryFind(record.imageId())
            .map(dev.jdock.image.store.Image::size)
            .orElse(0L);
    return new long[] {written, image + written};
  }
}
