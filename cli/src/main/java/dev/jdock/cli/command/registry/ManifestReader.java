package dev.jdock.cli.command.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.image.transfer.ConfigBlob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a registry has by one name, and the manifests behind it. */
final class ManifestReader {
  /** An index may name any number of manifests of some MiB each. */
  private static final long MOST = 64L << 20;

  private final RemoteRepository remote;
  private final Reference name;

  ManifestReader(RemoteRepository remote, Reference name) {
    this.remote = remote;
    this.name = name;
  }

  /**
   * The manifest or index.
   *
   * @throws JdockException NOT_FOUND in Docker's words
   */
  RemoteManifest read() {
    try {
      return remote.manifest(name.tagOrDigest());
    } catch (JdockException e) {
      // A registry that hides what is not for everybody says neither yes nor no.
      boolean hidden = String.valueOf(e.getMessage()).startsWith("pull access denied");
      if (e.kind() == JdockException.Kind.NOT_FOUND && !hidden) {
        throw new JdockException(e.kind(), "no such manifest: " + name, e);
      }
      throw e;
    }
  }

  /** The manifest of an image; its platform is that of the image's configuration. */
  NamedManifest image() throws IOException {
    RemoteManifest found = read();
    if (found.isIndex()) {
      throw JdockException.invalid(name + " is a manifest list");
    }
    return named(found);
  }

  NamedManifest named(RemoteManifest manifest) throws IOException {
    byte[] config = ConfigBlob.read(remote, Manifest.read(manifest.bytes()).config());
    return new NamedManifest(
        name, manifest, NamedManifest.platform(Json.read(config, "image config")));
  }

  static JsonNode members(RemoteManifest index) {
    JsonNode members = Json.read(index.bytes(), "index").path("manifests");
    if (!members.isArray()) {
      throw JdockException.invalid("invalid index: no manifests in it");
    }
    return members;
  }

  /** Every manifest of an index. */
  List<NamedManifest> namedMembers(RemoteManifest index) {
    List<NamedManifest> found = new ArrayList<>();
    long total = 0;
    for (JsonNode node : members(index)) {
      Descriptor member = Descriptor.read(node);
      total += member.size();
      if (total > MOST || total < 0) {
        throw JdockException.invalid("the manifests are larger than 64 MiB in all");
      }
      RemoteManifest manifest = remote.manifest(member.digest().toString());
      if (manifest.descriptor().size() != member.size()) {
        throw JdockException.invalid("manifest verification failed for digest " + member.digest());
      }
      if (manifest.isIndex()) {
        throw JdockException.invalid("unsupported manifest format: an index in an index");
      }
      Reference own =
          new Reference(name.registry(), name.repository(), name.tag(), member.digest());
      found.add(new NamedManifest(own, manifest, NamedManifest.platform(node.path("platform"))));
    }
    return found;
  }
}
