package dev.jdock.image.transfer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.registry.RemoteRepository;
import java.io.IOException;
import java.io.InputStream;

/** The configuration of an image in a registry. */
public final class ConfigBlob {
  private static final int MOST = 16 << 20;

  private ConfigBlob() {}

  /**
   * The bytes, checked against their descriptor.
   *
   * @throws JdockException INVALID for other bytes, and for more than 16 MiB
   */
  public static byte[] read(RemoteRepository remote, Descriptor config) throws IOException {
    if (config.size() > MOST) {
      throw JdockException.invalid("image config of " + config.size() + " bytes is too large");
    }
    byte[] bytes;
    try (InputStream in = remote.blob(config, 0)) {
      bytes = in.readNBytes((int) config.size() + 1);
    }
    if (bytes.length != config.size() || !Digest.of(bytes).equals(config.digest())) {
      throw JdockException.invalid(
          "image config verification failed for digest " + config.digest());
    }
    return bytes;
  }
}
