package dev.jdock.image.build;

import dev.jdock.image.layer.LayerForm;
import dev.jdock.image.reference.Digest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where results of steps are kept, or read, outside of the store. */
public sealed interface CachePlace {

  /**
   * Whether the results of all stages go there, or only those that made a layer of the image.
   *
   * @param ignoreError whether a build succeeds where they could not be brought there
   */
  record Extent(boolean all, boolean ignoreError, LayerForm form, boolean asIndex) {
    public static final Extent LEAST = new Extent(false, false, LayerForm.USUAL, false);
  }

  Extent extent();

  /** In the configuration of the image itself; as a source, an image of a registry. */
  record Inline() implements CachePlace {
    @Override
    public Extent extent() {
      return Extent.LEAST;
    }
  }

  /**
   * A manifest, or an image that has the results in its configuration, in a registry.
   *
   * @param insecure whether plain HTTP and unknown certificates will do
   */
  record Registry(String reference, boolean insecure, Extent extent) implements CachePlace {}

  /**
   * A folder of the user's, an OCI image layout.
   *
   * @param shown as the user wrote it
   * @param tag in the folder's index
   * @param digest of the manifest, in place of a tag; as a source only
   */
  record Folder(Path path, String shown, String tag, @Nullable Digest digest, Extent extent)
      implements CachePlace {}
}
