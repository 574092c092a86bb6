package dev.jdock.image.transfer;

import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.oci.Index;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import java.io.IOException;
import java.util.Set;

/**
 * An image as a registry describes it: everything but its layers, checked.
 *
 * @param digest of what the name stands for: the manifest, or the index that names it
 * @param manifestBytes of the manifest for the platform
 */
public record RemoteImage(
    Digest digest,
    byte[] manifestBytes,
    Manifest manifest,
    byte[] configBytes,
    ImageDocument config) {
  private static final Set<String> CONFIGS =
      Set.of(MediaTypes.OCI_CONFIG, MediaTypes.DOCKER_CONFIG, "application/octet-stream", "");
  private static final Set<String> LAYERS =
      Set.of(
          MediaTypes.OCI_LAYER,
          MediaTypes.OCI_LAYER_GZIP,
          MediaTypes.OCI_LAYER_ZSTD,
          MediaTypes.DOCKER_LAYER,
          MediaTypes.DOCKER_LAYER_GZIP,
          "application/vnd.oci.image.layer.nondistributable.v1.tar",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
          "application/vnd.docker.image.rootfs.foreign.diff.tar",
          "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");

  /** Which configuration a manifest has: the image's id, known before anything is fetched. */
  Digest id() {
    return manifest.config().digest();
  }

  /**
   * The manifest a name stands for.
   *
   * @param found what the registry has under the name
   */
  static RemoteManifest manifest(
      RemoteRepository remote, Reference name, RemoteManifest found, Platform platform) {
    String type = found.descriptor().mediaType();
    if (!type.equals(MediaTypes.OCI_INDEX) && !type.equals(MediaTypes.DOCKER_LIST)) {
      checkType(type, name);
      return found;
    }
    Descriptor chosen = PlatformChoice.choose(Index.read(found.bytes()), platform);
    RemoteManifest manifest = remote.manifest(chosen.digest().toString());
    if (manifest.bytes().length != chosen.size()) {
      throw JdockException.invalid("manifest verification failed for digest " + chosen.digest());
    }
    checkType(manifest.descriptor().mediaType(), name);
    return manifest;
  }

  private static void checkType(String type, Reference name) {
    switch (type) {
      case MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST -> {}
      case "application/vnd.docker.distribution.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v1+prettyjws",
          "application/json" ->
          throw JdockException.invalid(
              "[DEPRECATION NOTICE] Docker Image Format v1 and Docker Image manifest version 2,"
                  + " schema 1 support is disabled by default and will be removed in an upcoming"
                  + " release. Suggest the author of "
                  + name
                  + " to upgrade the image to the OCI Format or Docker Image manifest v2, schema 2."
                  + " More information at https://docs.docker.com/go/deprecated-image-specs/");
      default -> throw JdockException.invalid("unsupported media type " + type);
    }
  }

  /** Fetches the configuration, and checks that it and the manifest make sense together. */
  static RemoteImage read(RemoteRepository remote, Digest digest, RemoteManifest found)
      throws IOException {
    Manifest manifest = Manifest.read(found.bytes());
    Descriptor config = manifest.config();
    if (!CONFIGS.contains(config.mediaType())) {
      throw JdockException.invalid(
          "Encountered remote \"" + config.mediaType() + "\"(unknown) when fetching");
    }
    for (Descriptor layer : manifest.layers()) {
      if (!LAYERS.contains(layer.mediaType())) {
        throw JdockException.invalid("unsupported media type " + layer.mediaType());
      }
    }
    byte[] bytes = ConfigBlob.read(remote, config);
    ImageDocument document = ImageDocument.read(bytes);
    document.checkDepth();
    if (document.diffIds().isEmpty() && !manifest.layers().isEmpty()) {
      throw JdockException.invalid("invalid rootfs in image configuration");
    }
    if (document.diffIds().size() != manifest.layers().size()) {
      throw JdockException.invalid("layers from manifest don't match image configuration");
    }
    if (!document.os().isEmpty() && !document.os().equals("linux")) {
      throw JdockException.invalid(
          "image operating system \"" + document.os() + "\" cannot be used on this platform");
    }
    return new RemoteImage(digest, found.bytes(), manifest, bytes, document);
  }
}
