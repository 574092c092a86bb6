package dev.jdock.image.transfer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.oci.Index;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Which platforms a registry has an image for. */
public final class RemotePlatforms {
  private RemotePlatforms() {}

  /**
   * @param found a manifest, whose configuration is fetched, or an index, which says it itself
   * @return empty for what is no image
   */
  public static List<Descriptor.Platform> of(RemoteRepository remote, RemoteManifest found) {
    return switch (found.descriptor().mediaType()) {
      case MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST ->
          Index.read(found.bytes()).manifests().stream()
              .map(Descriptor::platform)
              .filter(Objects::nonNull)
              .toList();
      case MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST ->
          ofConfig(remote, Manifest.read(found.bytes()).config());
      default -> List.of();
    };
  }

  private static List<Descriptor.Platform> ofConfig(RemoteRepository remote, Descriptor config) {
    if (!config.mediaType().equals(MediaTypes.OCI_CONFIG)
        && !config.mediaType().equals(MediaTypes.DOCKER_CONFIG)) {
      return List.of();
    }
    try {
      ImageDocument document = ImageDocument.read(ConfigBlob.read(remote, config));
      return List.of(
          new Descriptor.Platform(document.os(), document.architecture(), document.variant()));
    } catch (IOException e) {
      throw new JdockException(
          JdockException.Kind.UNAVAILABLE, "cannot read from the registry: " + Reason.of(e), e);
    }
  }
}
