package dev.jdock.image.registry;

import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * One repository of a registry, over connections that its opener pays for. Thread-safe. Failures
 * are {@link dev.jdock.image.error.JdockException}s in Docker's words; transient ones have been
 * tried again before.
 */
public interface RemoteRepository {
  /**
   * A manifest or an index as the registry keeps it.
   *
   * @param descriptor of {@code bytes}, which have been checked against it
   */
  record RemoteManifest(Descriptor descriptor, byte[] bytes) {
    /** Whether it names manifests, not layers. */
    public boolean isIndex() {
      String type = descriptor.mediaType();
      return type.equals(MediaTypes.OCI_INDEX) || type.equals(MediaTypes.DOCKER_LIST);
    }
  }

  /** Content that can be read from its beginning more than once. */
  interface Content {
    InputStream open() throws IOException;
  }

  /**
   * Receives the number of bytes that were transferred since its last call; called by any thread.
   */
  interface Meter {
    void count(long bytes);
  }

  /** The requested name: domain and path without tag or digest. */
  Reference name();

  /**
   * GET of a manifest; with a digest the bytes are checked against it.
   *
   * @param tagOrDigest {@code latest} or {@code sha256:…}
   * @throws dev.jdock.image.error.JdockException NOT_FOUND {@code manifest for X not found: …}
   */
  RemoteManifest manifest(String tagOrDigest);

  /**
   * The blob's bytes from {@code offset} on. A broken connection is resumed at the byte where it
   * broke. Not checked against the digest: the reader does, as only it sees all of them. Never
   * gives more bytes than the descriptor's size. The caller closes the stream; closing it from
   * another thread ends a blocked read.
   */
  InputStream blob(Descriptor blob, long offset) throws IOException;

  boolean hasBlob(Digest digest);

  /** Asks the registry to take the blob over from another of its repositories; false if not. */
  boolean mountBlob(Digest digest, String fromPath);

  /** Stores a blob of known digest and size. */
  void upload(Descriptor blob, Content content, Meter meter) throws IOException;

  /**
   * PUT of a manifest or an index.
   *
   * @param tagOrDigest what it is to be found by
   * @return its descriptor
   */
  Descriptor putManifest(String tagOrDigest, String mediaType, byte[] bytes);

  /** Every tag of the repository. */
  List<String> tags();
}
