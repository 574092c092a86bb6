package dev.jdock.image.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Copies images from one repository to another, without keeping anything here. */
public final class RemoteCopy {
  private static final int DEEPEST = 8;

  private final RemoteRepository to;

  public RemoteCopy(RemoteRepository to) {
    this.to = to;
  }

  /** Everything that the manifest or index names, and itself by its digest. */
  public void copy(RemoteRepository from, RemoteManifest manifest) throws IOException {
    copy(from, manifest, 0);
  }

  private void copy(RemoteRepository from, RemoteManifest manifest, int depth) throws IOException {
    if (depth == DEEPEST) {
      throw JdockException.invalid("indexes in indexes: more than " + DEEPEST + " deep");
    }
    boolean here = from.name().name().equals(to.name().name());
    if (manifest.isIndex()) {
      if (!here) {
        JsonNode members = Json.read(manifest.bytes(), "index").path("manifests");
        for (JsonNode member : members) {
          Descriptor descriptor = Descriptor.read(member);
          copy(from, from.manifest(descriptor.digest().toString()), depth + 1);
        }
        to.putManifest(
            manifest.descriptor().digest().toString(),
            manifest.descriptor().mediaType(),
            manifest.bytes());
      }
      return;
    }
    if (here) {
      return;
    }
    for (Descriptor blob : blobs(Manifest.read(manifest.bytes()))) {
      copy(from, blob);
    }
    to.putManifest(
        manifest.descriptor().digest().toString(),
        manifest.descriptor().mediaType(),
        manifest.bytes());
  }

  private static List<Descriptor> blobs(Manifest manifest) {
    var blobs = new ArrayList<Descriptor>();
    blobs.add(manifest.config());
    blobs.addAll(manifest.layers());
    return blobs;
  }

  private void copy(RemoteRepository from, Descriptor blob) throws IOException {
    boolean neighbour = from.name().registry().equals(to.name().registry());
    if (to.hasBlob(blob.digest())
        || (neighbour && to.mountBlob(blob.digest(), from.name().repository()))) {
      return;
    }
    to.upload(blob, () -> from.blob(blob, 0), _ -> {});
  }
}
