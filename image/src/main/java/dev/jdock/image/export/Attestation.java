package dev.jdock.image.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.Material;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.Provenance;
import dev.jdock.image.build.ProvenanceOptions;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is said beside an image of how it was made: an index has the image's manifest and one of the
 * statement, which looks like an image for no platform, so that nobody runs it (BuildKit's
 * attestation-storage.md).
 */
record Attestation(Supplier<Provenance> facts, ProvenanceOptions options) {

  /** Null where nothing is to be said. */
  static @Nullable Attestation of(Supplier<Provenance> facts, @Nullable ProvenanceOptions options) {
    return options == null ? null : new Attestation(facts, options);
  }

  /** Takes blobs, and manifests by their digests. */
  interface Target {
    void blob(Descriptor descriptor, byte[] content) throws IOException;

    void manifest(Descriptor descriptor, byte[] content) throws IOException;
  }

  /** An index whose parts are where it is going to be. */
  record Index(Descriptor descriptor, byte[] content) {}

  /** A statement about files. */
  Statement about(List<Statement.Subject> subjects, List<Descriptor> layers) {
    return new Statement(
        subjects,
        options.version().predicateType(),
        new ProvenancePredicate(facts.get(), options, layers).write());
  }

  /**
   * Writes what belongs to the statement about an image; the index is the caller's to write.
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
    byte[] statement = about(subjects, layers).write();
    Descriptor layer = descriptor(Statement.MEDIA_TYPE, statement);
    target.blob(layer, statement);
    byte[] config = config(layer.digest());
    Descriptor configuration = descriptor(MediaTypes.OCI_CONFIG, config);
    target.blob(configuration, config);
    byte[] document = document(configuration, layer);
    Descriptor attestation = descriptor(MediaTypes.OCI_MANIFEST, document);
    target.manifest(attestation, document);
    byte[] index = index(manifest, platform, attestation);
    return new Index(descriptor(MediaTypes.OCI_INDEX, index), index);
  }

  private static Descriptor descriptor(String mediaType, byte[] content) {
    return new Descriptor(mediaType, Digest.of(content), content.length, null);
  }

  private static byte[] config(Digest statement) {
    ObjectNode node = Json.object().put("architecture", "unknown").put("os", "unknown");
    node.putObject("config");
    node.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(statement.toString());
    return Json.bytes(node);
  }

  private byte[] document(Descriptor config, Descriptor statement) {
    ObjectNode node =
        Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
    node.set("config", config.write());
    ObjectNode layer = statement.write();
    layer
        .putObject("annotations")
        .put("in-toto.io/predicate-type", options.version().predicateType());
    node.putArray("layers").add(layer);
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
