package dev.jdock.image.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.AttestationOptions;
import dev.jdock.image.build.BuiltImage;
import dev.jdock.image.build.Material;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.ProvenanceOptions;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.LayerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said beside an image: an index has the image's manifest and one of the statements, which
 * looks like an image for no platform, so that nobody runs it (BuildKit's attestation-storage.md).
 */
record Attestation(List<Claim> claims) {

  /** Null where nothing is to be said. */
  static @Nullable Attestation of(BuiltImage built, AttestationOptions options, LayerStore layers) {
    if (options.isEmpty()) {
      return null;
    }
    List<Claim> claims = new ArrayList<>();
    if (!built.scans().isEmpty()) {
      claims.addAll(software(built, layers));
    }
    ProvenanceOptions provenance = options.provenance();
    if (provenance != null) {
      claims.add(new ProvenanceClaim(built.provenance(), provenance));
    }
    return claims.isEmpty() ? null : new Attestation(claims);
  }

  /** The one about the result comes first. */
  private static List<SoftwareClaim> software(BuiltImage built, LayerStore layers) {
    List<Path> directories =
        built.image().diffIds().stream()
            .map(diffId -> layers.lowerDirs(List.of(diffId)).getFirst())
            .toList();
    var contents = new LayerContents(directories);
    return built.scans().entrySet().stream()
        .map(scan -> SoftwareClaim.read(scan.getKey(), scan.getValue(), contents))
        .sorted(Comparator.comparing(claim -> !claim.isCore()))
        .toList();
  }

  /** Takes blobs, and manifests by their digests. */
  interface Target {
    void blob(Descriptor descriptor, byte[] content) throws IOException;

    void manifest(Descriptor descriptor, byte[] content) throws IOException;
  }

  /** An index whose parts are where it is going to be. */
  record Index(Descriptor descriptor, byte[] content) {}

  /**
   * Writes what belongs to the statements about an image; the index is the caller's to write.
   *
   * @param manifest of the image
   * @param layers of the image, as blobs
   * @param names what the image is called
   */
  Index write(
      Descriptor manifest,
      List<Descriptor> layers,
      Platform platform,
      List<Reference> names,
      Target target)
      throws IOException {
    List<Statement.Subject> subjects =
        names.stream()
            .map(name ->
                new Statement.Subject(
                    Material.imageUri(name.toString(), platform), manifest.digest()))
            .toList();
    List<Descriptor> statements = new ArrayList<>();
    for (Claim claim : claims) {
      byte[] statement = claim.about(subjects, layers).write();
      Descriptor layer = descriptor(Statement.MEDIA_TYPE, statement);
      target.blob(layer, statement);
      statements.add(layer);
    }
    byte[] config = config(statements);
    Descriptor configuration = descriptor(MediaTypes.OCI_CONFIG, config);
    target.blob(configuration, config);
    byte[] document = document(configuration, statements);
    Descriptor attestation = descriptor(MediaTypes.OCI_MANIFEST, document);
    target.manifest(attestation, document);
    byte[] index = index(manifest, platform, attestation);
    return new Index(descriptor(MediaTypes.OCI_INDEX, index), index);
  }

  private static Descriptor descriptor(String mediaType, byte[] content) {
    return new Descriptor(mediaType, Digest.of(content), content.length, null);
  }

  private static byte[] config(List<Descriptor> statements) {
    ObjectNode node = Json.object().put("architecture", "unknown").put("os", "unknown");
    node.putObject("config");
    ArrayNode digests = node.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    statements.forEach(statement -> digests.add(statement.digest().toString()));
    return Json.bytes(node);
  }

  private byte[] document(Descriptor config, List<Descriptor> statements) {
    ObjectNode node =
        Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
    node.set("config", config.write());
    ArrayNode layers = node.putArray("layers");
    for (int number = 0; number < statements.size(); number++) {
      ObjectNode layer = statements.get(number).write();
      layer
          .putObject("annotations")
          .put("in-toto.io/predicate-type", claims.get(number).predicateType());
      layers.add(layer);
    }
    return Json.bytes(node);
  }

  private static byte[] index(Descriptor image, Platform platform, Descriptor attestation) {
    ObjectNode node = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
    ObjectNode entry = attestation.write();
    entry
        .putObject("annotations")
        .put("vnd.docker.reference.digest", image.digest().toString())
        .put("vnd.docker.reference.type", "attestation-manifest");
    entry.putObject("platform").put("architecture", "unknown").put("os", "unknown");
    node.putArray("manifests")
        .add(
            new Descriptor(
                    image.mediaType(),
                    image.digest(),
                    image.size(),
                    new Descriptor.Platform(
                        platform.os(), platform.architecture(), platform.variant()))
                .write())
        .add(entry);
    return Json.bytes(node);
  }
}
