package dev.jdock.image.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.oci.Index;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Images as the {@code index.json} of an OCI image layout lists them (OCI image-spec). */
final class OciLayout {
  private static final int MAX_DEPTH = 8;
  // What BuildKit puts beside an image that says how it was built.
  private static final String UNKNOWN = "unknown";

  private final ArchiveContents contents;
  private final Platform platform;

  /**
   * @param platform to choose from an index
   */
  OciLayout(ArchiveContents contents, Platform platform) {
    this.contents = contents;
    this.platform = platform;
  }

  List<ArchivedImage> images() {
    ObjectNode index = Json.read(contents.document(Names.INDEX), Names.INDEX);
    List<ArchivedImage> images = new ArrayList<>();
    for (JsonNode entry : index.path("manifests")) {
      image(Descriptor.read(entry), name(entry.path("annotations")), 0).ifPresent(images::add);
    }
    if (images.isEmpty()) {
      throw JdockException.invalid("invalid archive: no image for platform " + platform);
    }
    return images;
  }

  /** A tag alone is not a name: the archive does not say which repository it belongs to. */
  private static @Nullable Reference name(JsonNode annotations) {
    String whole = annotations.path(Names.IMAGE_NAME).asText("");
    String name = whole.isEmpty() ? annotations.path(Names.REF_NAME).asText("") : whole;
    boolean tagAlone = whole.isEmpty() && name.indexOf(':') < 0 && name.indexOf('/') < 0;
    if (name.isEmpty() || tagAlone) {
      return null;
    }
    return Reference.parse(name);
  }

  private Optional<ArchivedImage> image(
      Descriptor descriptor, @Nullable Reference name, int depth) {
    Descriptor.Platform of = descriptor.platform();
    if (of != null && of.os().equals(UNKNOWN)) {
      return Optional.empty();
    }
    byte[] bytes = contents.document(Names.blob(descriptor.digest()));
    if (bytes.length != descriptor.size()) {
      throw JdockException.invalid(
          "invalid archive: %s has %d bytes, expected %d"
              .formatted(Names.blob(descriptor.digest()), bytes.length, descriptor.size()));
    }
    if (!Json.read(bytes, "manifest").path("manifests").isArray()) {
      return image(Manifest.read(bytes), name);
    }
    if (depth == MAX_DEPTH) {
      throw JdockException.invalid("invalid archive: indexes in indexes");
    }
    for (Descriptor candidate : Index.read(bytes).manifests()) {
      if (fits(candidate.platform())) {
        Optional<ArchivedImage> image = image(candidate, name, depth + 1);
        if (image.isPresent()) {
          return image;
        }
      }
    }
    throw JdockException.notFound("no matching manifest for " + platform + " in the archive");
  }

  private boolean fits(Descriptor.@Nullable Platform candidate) {
    return candidate == null
        || (candidate.os().equals(platform.os())
            && candidate.architecture().equals(platform.architecture())
            && (platform.variant() == null || platform.variant().equals(candidate.variant())));
  }

  private Optional<ArchivedImage> image(Manifest manifest, @Nullable Reference name) {
    String type = manifest.config().mediaType();
    if (!type.equals(MediaTypes.OCI_CONFIG) && !type.equals(MediaTypes.DOCKER_CONFIG)) {
      return Optional.empty(); // a signature, a chart …
    }
    byte[] config = contents.document(Names.blob(manifest.config().digest()));
    List<String> layers =
        manifest.layers().stream().map(layer -> Names.blob(layer.digest())).toList();
    return Optional.of(
        new ArchivedImage(
            config, ImageDocument.read(config), layers, name == null ? List.of() : List.of(name)));
  }
}
