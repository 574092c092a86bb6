package dev.jdock.image.build.solve;

import dev.jdock.image.build.Exchange;
import dev.jdock.image.export.Exports;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.transfer.LayerPacking;
import dev.jdock.image.transfer.PullImage;
import dev.jdock.image.transfer.PushImage;
import dev.jdock.image.transfer.Remotes;
import java.nio.file.Path;

/** Images of builds that stay in the store. */
final class NoRegistries {
  private NoRegistries() {}

  static Exchange of(ImageStore store, Path root) {
    Remotes none =
        (name, _) -> {
          throw new AssertionError(name);
        };
    LayerPacking packing = new LayerPacking(store.layers(), root);
    return new Exports(
        store,
        packing,
        new PullImage(store, none, root),
        new PushImage(store, none, packing),
        (name, access, _) -> none.open(name, access));
  }
}
