package dev.jdock.image.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Manifests and indexes as registries give them out. */
final class Manifests {
  /** What registries accept at most (OCI distribution-spec, "Pushing Manifests"). */
  static final int MOST = 4 << 20;

  private static final List<String> TYPES =
      List.of(
          MediaTypes.OCI_INDEX,
          MediaTypes.OCI_MANIFEST,
          MediaTypes.DOCKER_LIST,
          MediaTypes.DOCKER_MANIFEST);
  private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+";

  private Manifests() {}

  static Request accepting(Request request) {
    return request.with("Accept", String.join(", ", TYPES));
  }

  static RemoteManifest read(Request request, Answer answer, String tagOrDigest)
      throws IOException {
    byte[] bytes = bytes(request, answer);
    Digest digest = Digest.of(bytes);
    if (Digest.isDigest(tagOrDigest) && !digest.toString().equals(tagOrDigest)) {
      throw JdockException.invalid("manifest verification failed for digest " + tagOrDigest);
    }
    String said = answer.header("Docker-Content-Digest").orElse("");
    if (Digest.isDigest(said) && !digest.toString().equals(said)) {
      // What others have checked or signed under that digest would be something else.
      throw JdockException.invalid("manifest verification failed for digest " + said);
    }
    return new RemoteManifest(
        new Descriptor(mediaType(answer, bytes), digest, bytes.length, null), bytes);
  }

  private static byte[] bytes(Request request, Answer answer) throws IOException {
    try {
      return answer.bytes(MOST, "manifest");
    } catch (IOException e) {
      Unreachable.Reason reason = Unreachable.reason(e);
      throw RegistryFailure.unreachable(request.prefix() + reason.text(), reason.passing(), e);
    }
  }

  private static String mediaType(Answer answer, byte[] bytes) {
    String header = contentType(answer);
    ObjectNode content = Json.read(bytes, "manifest");
    String own = content.path("mediaType").asText("");
    if (header.startsWith(SCHEMA_1) || content.path("schemaVersion").asInt() == 1) {
      throw JdockException.invalid(
          "Docker Image Format v1, and Docker Image manifest version 2, schema 1 are not"
              + " supported");
    }
    String type = own.isEmpty() ? header : own;
    if (!own.isEmpty() && TYPES.contains(header) && !own.equals(header)) {
      // One document must not be read in two ways (CVE-2021-41190).
      throw JdockException.invalid(
          "mediaType in manifest should be '" + header + "' not '" + ErrorAnswer.clean(own) + "'");
    }
    if (!TYPES.contains(type)) {
      if (!own.isEmpty()) {
        throw JdockException.invalid(
            "unsupported manifest media type and no default available: " + ErrorAnswer.clean(type));
      }
      type = content.path("manifests").isArray() ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    }
    if (content.has("manifests") && content.has("layers")) {
      throw JdockException.invalid("invalid manifest: both manifests and layers in it");
    }
    return type;
  }

  private static String contentType(Answer answer) {
    String header = answer.header("Content-Type").orElse("");
    int parameters = header.indexOf(';');
    return (parameters < 0 ? header : header.substring(0, parameters))
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
