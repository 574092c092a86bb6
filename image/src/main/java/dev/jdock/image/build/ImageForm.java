package dev.jdock.image.build;

import dev.jdock.image.layer.LayerForm;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * In which form an image leaves the builder.
 *
 * @param ociTypes whether its documents have OCI's media types, not Docker's; null for the usual
 * @param annotations of its manifest
 * @param descriptorAnnotations of what refers to its manifest, where something does
 */
public record ImageForm(
    LayerForm layers,
    @Nullable Boolean ociTypes,
    SortedMap<String, String> annotations,
    SortedMap<String, String> descriptorAnnotations) {
  public static final ImageForm USUAL =
      new ImageForm(LayerForm.USUAL, null, new TreeMap<>(), new TreeMap<>());

  public ImageForm {
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    descriptorAnnotations = Collections.unmodifiableSortedMap(new TreeMap<>(descriptorAnnotations));
  }
}
