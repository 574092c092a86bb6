package dev.jdock.cli.command.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.image.text.ReindentedJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A list of manifests in one repository, with what Docker's lists have room for. */
final class ManifestList {
  /** The Go library that Docker writes lists with indents them so. */
  private static final String THREE_BLANKS = "   ";

  private final String mediaType;
  private final ArrayNode members = Json.array();

  private ManifestList(String mediaType) {
    this.mediaType = mediaType;
  }

  /** What of an index is in such a list. */
  static ManifestList of(RemoteManifest index) {
    ManifestList list = new ManifestList(index.descriptor().mediaType());
    for (JsonNode node : ManifestReader.members(index)) {
      list.add(Descriptor.read(node), NamedManifest.platform(node.path("platform")));
    }
    return list;
  }

  /**
   * A list to push; the first manifest says of which kind it is, as in Docker.
   *
   * @throws JdockException INVALID for manifests of another registry
   */
  static ManifestList of(Reference name, List<NamedManifest> manifests) {
    boolean oci =
        !manifests.isEmpty()
            && manifests
                .getFirst()
                .manifest()
                .descriptor()
                .mediaType()
                .equals(MediaTypes.OCI_MANIFEST);
    ManifestList list = new ManifestList(oci ? MediaTypes.OCI_INDEX : MediaTypes.DOCKER_LIST);
    for (NamedManifest each : manifests) {
      if (!each.name().registry().equals(name.registry())) {
        throw JdockException.invalid(
            "cannot use source images from a different registry than the target image: "
                + each.name().registry()
                + " != "
                + name.registry());
      }
      list.add(each.manifest().descriptor(), each.platform());
    }
    return list;
  }

  private void add(Descriptor member, ObjectNode platform) {
    members
        .addObject()
        .put("mediaType", member.mediaType())
        .put("size", member.size())
        .put("digest", member.digest().toString())
        .set("platform", platform);
  }

  String mediaType() {
    return mediaType;
  }

  /** As it is shown and pushed. */
  byte[] bytes() {
    ObjectNode list = Json.object().put("schemaVersion", 2).put("mediaType", mediaType);
    list.set("manifests", members);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      ReindentedJson.write(out, GoJson.text(list), THREE_BLANKS);
    }
    return bytes.toByteArray();
  }
}
