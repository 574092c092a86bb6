package dev.jdock.image.archive;

import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.reference.Reference;
import java.util.List;

/**
 * An image as an archive's documents describe it.
 *
 * @param layerPaths where its layers are, lowest first, as many as the configuration has
 */
record ArchivedImage(
    byte[] config, ImageDocument document, List<String> layerPaths, List<Reference> names) {
  ArchivedImage {
    layerPaths = List.copyOf(layerPaths);
    names = List.copyOf(names);
  }
}
