package dev.jdock.image.archive;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;

/** What the members of an archive are called (OCI image-spec, image-layout.md; docker save). */
final class Names {
  static final String LAYOUT = "oci-layout";
  static final String INDEX = "index.json";
  static final String MANIFEST = "manifest.json";
  static final String REPOSITORIES = "repositories";
  static final String BLOBS = "blobs/sha256/";

  /** Annotations of an index: the whole name, which containerd writes, and the tag or name. */
  static final String IMAGE_NAME = "io.containerd.image.name";

  static final String REF_NAME = "org.opencontainers.image.ref.name";

  private Names() {}

  static String blob(Digest digest) {
    return BLOBS + digest.hex();
  }

  /** A failure of kind INVALID, for content whose digest is not the one in its name. */
  static void check(String path, Digest found) {
    if (path.startsWith(BLOBS) && !path.equals(blob(found))) {
      throw JdockException.invalid("invalid archive: " + path + " has digest " + found);
    }
  }
}
